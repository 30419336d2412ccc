import type { Source } from '../contract/contract.ts';
import type { Builder, Inspection } from '../builds/builder.ts';
import { Failed } from '../base/errors.ts';
import { Queue } from '../builds/queue.ts';
import type { ResolvedSource, Sources } from '../repositories/sources.ts';

export interface LooksDeps {
  readonly sources: Pick<Sources, 'resolve'>;
  readonly builders: { readonly first: Pick<Builder, 'inspect'> };
  /** How long one look may take, in milliseconds. */
  readonly lookMs?: number;
}

/** A resolved source, and its files that a build would read. */
export interface Look {
  readonly resolved: ResolvedSource;
  readonly inspection: Inspection;
}

/** Each look runs some processes of git, which hold part of a repository. */
const AT_ONCE = 16;
/** A slow git server that one user asks must leave room for the others. */
const AT_ONCE_OF_USER = 4;
/** A server may send for ever, and a pasted link is not worth such a wait. */
const LOOK_MS = 120_000;

/** Looks at repositories that people name: a few at once, and not for ever. */
export class Looks {
  readonly #deps: LooksDeps;
  readonly #queue = new Queue({
    atOnce: AT_ONCE,
    atOnceOfUser: AT_ONCE_OF_USER
  });

  constructor(deps: LooksDeps) {
    this.#deps = deps;
  }

  /** Resolve and inspect a source; fails if nothing can be built of it. */
  look(
    user: string,
    pasted: string,
    ref: string | undefined,
    signal: AbortSignal
  ): Promise<Look> {
    return this.#queue.run({ id: pasted, user }, signal, async () => {
      const { sources, builders, lookMs = LOOK_MS } = this.#deps;
      const deadline = AbortSignal.timeout(lookMs);
      const either = AbortSignal.any([signal, deadline]);
      let source: Source | undefined;
      try {
        const resolved = await sources.resolve(pasted, ref, either);
        ({ source } = resolved);
        const inspection = await builders.first.inspect(source, either);
        return { resolved, inspection };
      } catch (cause) {
        signal.throwIfAborted();
        throw deadline.aborted ? tooLong(source, cause) : cause;
      }
    });
  }
}

function tooLong(source: Source | undefined, cause: unknown): Failed {
  const host = source && new URL(source.url).host;
  return new Failed('network', 'The git server takes too long.', {
    cause,
    ...(host === undefined ? {} : { values: { host } }),
    actions: ['retry']
  });
}
