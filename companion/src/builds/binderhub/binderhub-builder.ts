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
  /** The folder into which repositories are fetched for an inspection. */
  readonly scratch: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly now: () => Date;
}

/** The registry's answer is kept for a minute; a listing waits 2 s for it. */
const ANSWER_MS = 60_000;
const PATIENCE_MS = 2_000;

/** Lets a BinderHub build images; its registry keeps them (docs/adr/006). */
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

  /** Refuses no repository: repo2docker builds whatever it finds. */
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

  /** Remove work folders only: the registry removes images by its own rules. */
  async collect(): Promise<void> {
    await this.#scratch.collect();
  }
}

/** Return a label for people, such as `ada/ocean:main`. */
function labelOf({ url, ref }: Source): string {
  const short = isFullCommit(ref) ? ref.slice(0, 7) : ref;
  return `${repositoryPath(url)}:${short}`;
}
