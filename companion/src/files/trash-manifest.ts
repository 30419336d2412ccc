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

const Sealed = z.object({ manifest: z.string(), seal: z.string() });
const KEY = 'manifest-key';

/**
 * Manifests that only this companion can have written: users can write their
 * volume, and what they write there must not pass for ours.
 */
export class Seal {
  readonly #records: Pick<Records, 'settings'>;

  constructor(deps: { readonly records: Pick<Records, 'settings'> }) {
    this.#records = deps.records;
  }

  async seal(user: string, id: string, content: Manifest): Promise<string> {
    const manifest = JSON.stringify(content);
    const seal = this.#mac(await this.#key(), user, id, manifest);
    return JSON.stringify({ manifest, seal });
  }

  /** What it says, if it is ours and of this folder in this user's trash. */
  async open(
    user: string,
    id: string,
    text: string | null
  ): Promise<Manifest | undefined> {
    const sealed = Sealed.safeParse(parsedJson(text ?? '')).data;
    if (!sealed) {
      return undefined;
    }
    const right = this.#mac(await this.#key(), user, id, sealed.manifest);
    const given = Buffer.from(sealed.seal);
    const ours =
      given.length === right.length &&
      timingSafeEqual(given, Buffer.from(right));
    return ours
      ? Manifest.safeParse(parsedJson(sealed.manifest)).data
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
