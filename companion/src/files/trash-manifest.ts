import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Source } from '../contract/contract.ts';
import type { Records } from '../records/records.ts';
import { parsedJson } from '../base/json.ts';

/** The facts of a deleted folder that the volume itself keeps. */
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
 * Signs manifests, so that only this companion can have written them: users can
 * write to their volume, and their files must not pass for ours.
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

  /** Return the content, if we signed it for this folder in this trash. */
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
