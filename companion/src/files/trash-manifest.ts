import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Source } from '../contract/contract.ts';
import type { Records } from '../records/records.ts';
import { parsedJson } from '../base/json.ts';

/** What is said of a deleted folder on the volume itself. */
const Manifest = z.object({
  name: z.string(),
  deletedAt: z.iso.datetime(),
  title: z.string().optional(),
  source: Source.optional()
});
export type Manifest = z.infer<typeof Manifest>;

const Signed = z.object({ manifest: z.string(), seal: z.string() });
const KEY = 'manifest-key';

/**
 * Manifests that only this companion can have written: users can write their
 * volume, and what they write there must not pass for ours.
 */
export class ManifestSigner {
  readonly #records: Pick<Records, 'settings'>;

  constructor(deps: { readonly records: Pick<Records, 'settings'> }) {
    this.#records = deps.records;
  }

  async sign(user: string, id: string, content: Manifest): Promise<string> {
    const manifest = JSON.stringify(content);
    const seal = this.#mac(await this.#key(), user, id, manifest);
    return JSON.stringify({ manifest, seal });
  }

  /** What it says, if it is ours and of this folder in this user's trash. */
  async verified(
    user: string,
    id: string,
    text: string | null
  ): Promise<Manifest | undefined> {
    const signed = Signed.safeParse(parsedJson(text ?? '')).data;
    if (!signed) {
      return undefined;
    }
    const right = this.#mac(await this.#key(), user, id, signed.manifest);
    const given = Buffer.from(signed.seal);
    const ours =
      given.length === right.length &&
      timingSafeEqual(given, Buffer.from(right));
    return ours
      ? Manifest.safeParse(parsedJson(signed.manifest)).data
      : undefined;
  }

  #mac(key: string, ...parts: string[]): string {
    return createHmac('sha256', key)
      .update(JSON.stringify(parts))
      .digest('hex');
  }

  #key(): Promise<string> {
    const fresh = randomBytes(32).toString('hex');
    return this.#records.settings.getOrSet(KEY, fresh);
  }
}
