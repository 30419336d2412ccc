import { join } from 'node:path';
import type { Source } from '../../contract/contract.ts';
import { Failed } from '../../base/errors.ts';
import type {
  Builder,
  BuildOrder,
  BuildReport,
  Built,
  Inspection
} from '../builder.ts';
import { CLOSING } from '../builder.ts';
import { checkOutTop } from '../../repositories/checkout.ts';
import { RecentCommits } from '../../repositories/recent-commits.ts';
import { Scratch } from '../scratch.ts';
import { BuildRun } from './build-run.ts';
import type { BuildRunDeps } from './build-run.ts';
import { isEnvironmentFile, limitOf } from './environment-files.ts';
import { readPlan } from './environment-plan.ts';
import { Environments } from './environments.ts';
import { Locks } from './locks.ts';
import { Resolver } from './resolver.ts';
import { Uv } from './uv.ts';

export interface UvBuilderDeps extends Pick<
  BuildRunDeps,
  'data' | 'volume' | 'remotes' | 'git' | 'environment' | 'now'
> {
  readonly uv: {
    readonly path: string;
    readonly pythonDownloads: boolean;
    readonly python?: string;
  };
  /** Added to each environment unless the project brings its own. */
  readonly base?: readonly string[];
}

const BASE = ['jupyterlab>=4,<5', 'ipykernel'];

/** The estimate with a lock of before: uv only makes hard links. */
const CACHED_SECONDS = 3;

/** The inspection of a commit's files, and the key of its lock. */
interface Seen {
  readonly lock: string;
  readonly inspection: Omit<Inspection, 'cached' | 'estimateSeconds'>;
}

/** Makes environments of this machine's Python with uv (DESIGN.md 7). */
export class UvBuilder implements Builder {
  readonly name = 'uv';
  readonly runsHere = true;
  readonly #deps: UvBuilderDeps;
  readonly #uv: Uv;
  readonly #environments: Environments;
  readonly #locks: Locks;
  readonly #resolver: Resolver;
  readonly #scratch: Scratch;
  readonly #seen = new RecentCommits<Seen>();

  constructor(deps: UvBuilderDeps) {
    const { data, environment, uv, base = BASE } = deps;
    this.#deps = deps;
    this.#uv = new Uv({ ...uv, environment, cache: join(data, 'cache', 'uv') });
    this.#environments = new Environments(data);
    this.#locks = new Locks(join(data, 'state', 'locks'));
    this.#resolver = new Resolver({ uv: this.#uv, locks: this.#locks, base });
    this.#scratch = new Scratch(join(data, 'state', 'builds'));
  }

  async inspect(source: Source, signal: AbortSignal): Promise<Inspection> {
    const seen = await this.#seen.get(source, () => this.#read(source, signal));
    const cached = await this.#locks.has(seen.lock);
    return {
      ...seen.inspection,
      cached,
      ...(cached ? { estimateSeconds: CACHED_SECONDS } : {})
    };
  }

  async #read(source: Source, signal: AbortSignal): Promise<Seen> {
    return this.#scratch.with(undefined, async cwd => {
      const options = { cwd, signal };
      const remote = await this.#deps.remotes.open(source.url, signal);
      const { git } = this.#deps;
      const paths = await checkOutTop(
        { ...options, git, remote, source },
        { includes: isEnvironmentFile, limit: limitOf }
      );
      const plan = await readPlan(cwd, signal, paths);
      const version = await this.#uv.pythonVersion(plan.python, options);
      const python = { version };
      const question = { plan, python, commit: source.commit };
      const lock = await this.#resolver.key(question, cwd);
      const { length } = plan.requirements;
      const { files, notHonoured } = plan;
      const packages = length > 0 ? { packages: length } : {};
      return { lock, inspection: { files, notHonoured, ...packages } };
    });
  }

  async build(
    order: BuildOrder,
    report: BuildReport,
    signal: AbortSignal
  ): Promise<Built> {
    const { volume } = this.#deps;
    // A companion that was killed may have left half of it.
    await this.#environments.remove(order.id);
    await this.#environments.hold(order.id);
    try {
      const built = await this.#scratch.with(order.id, scratch =>
        new BuildRun({
          ...this.#deps,
          uv: this.#uv,
          environments: this.#environments,
          locks: this.#locks,
          resolver: this.#resolver,
          scratch,
          order,
          report,
          signal
        }).run()
      );
      // Cancelled while scratch was removed: no caller will use the image.
      signal.throwIfAborted();
      return built;
    } catch (error) {
      if (signal.reason === CLOSING) {
        // The build begins again at the next start, and removes the remains.
        throw error;
      }
      await this.#environments.remove(order.id);
      if (order.fill) {
        await volume.discard(order.id);
      }
      throw diskFull(error) ?? error;
    }
  }

  available(image: string): Promise<boolean> {
    return this.#environments.available(image);
  }

  async collect(referenced: ReadonlySet<string>): Promise<void> {
    await this.#environments.collect(referenced);
    await this.#scratch.collect();
  }
}

/** Detects a full disk, which our own writes meet as well as uv's or git's. */
function diskFull(cause: unknown): Failed | undefined {
  return /\b(ENOSPC|EDQUOT)\b/.test(String(cause))
    ? new Failed('disk-full', 'The disk is full.', {
        cause,
        actions: ['free-space']
      })
    : undefined;
}
