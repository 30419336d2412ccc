import type { Logger } from 'pino';
import type { Source } from '../../contract/contract.ts';
import { isFullCommit } from '../../repositories/refs.ts';
import { repositoryPath } from '../../repositories/names.ts';
import type { Git } from '../../repositories/git.ts';
import type { Remotes } from '../../repositories/remotes.ts';
import type { Registry } from '../../registry/registry.ts';
import type {
  BuildOrder,
  BuildReport,
  Builder,
  Built,
  Inspection
} from '../builder.ts';
import { listTop } from '../../repositories/checkout.ts';
import { RecentCommits } from '../../repositories/recent-commits.ts';
import { Scratch } from '../scratch.ts';
import { FollowedBuild } from './followed-build.ts';
import type { BinderHub } from './followed-build.ts';
import { ImageAvailability } from './image-availability.ts';
import { repo2dockerFiles } from './repo2docker-files.ts';

export interface BinderHubBuilderDeps {
  readonly binderHub: BinderHub;
  readonly registry: Pick<Registry, 'digest'>;
  readonly remotes: Pick<Remotes, 'open'>;
  readonly git: Git;
  /** A folder for what is fetched to look at it. */
  readonly scratch: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly now: () => Date;
}

/** An answer of the registry is good for a minute; a listing waits for two. */
const ANSWER_MS = 60_000;
const PATIENCE_MS = 2_000;

/** Has a BinderHub make images, which are its registry's (docs/adr/006). */
export class BinderHubBuilder implements Builder {
  readonly name = 'binderhub';
  readonly runsHere = false;
  readonly #deps: BinderHubBuilderDeps;
  readonly #images: ImageAvailability;
  readonly #scratch: Scratch;
  readonly #seen = new RecentCommits<Inspection>();

  constructor(deps: BinderHubBuilderDeps) {
    this.#deps = deps;
    this.#scratch = new Scratch(deps.scratch);
    this.#images = new ImageAvailability({
      ...deps,
      answerMs: ANSWER_MS,
      patienceMs: PATIENCE_MS
    });
  }

  /** Nothing is refused: repo2docker builds whatever there is. */
  inspect(source: Source, signal: AbortSignal): Promise<Inspection> {
    return this.#seen.get(source, () =>
      this.#scratch.with(undefined, async cwd => {
        const { git, remotes } = this.#deps;
        const remote = await remotes.open(source.url, signal);
        const paths = await listTop({ git, remote, source, cwd, signal });
        return { ...repo2dockerFiles(paths), cached: false };
      })
    );
  }

  async build(
    { source }: BuildOrder,
    report: BuildReport,
    signal: AbortSignal
  ): Promise<Built> {
    const build = new FollowedBuild({ ...this.#deps, source, report, signal });
    const image = await build.run();
    this.#images.confirm(image);
    report.log('The registry has the image.\n');
    return { image, label: labelOf(source), filled: false };
  }

  available(image: string): Promise<boolean> {
    return this.#images.has(image);
  }

  /** Images are the registry's, which has rules of its own. */
  async collect(): Promise<void> {
    await this.#scratch.collect();
  }
}

/** `ada/ocean:main`, for people. */
function labelOf({ url, ref }: Source): string {
  const short = isFullCommit(ref) ? ref.slice(0, 7) : ref;
  return `${repositoryPath(url)}:${short}`;
}
