import type { BuildPhase, Source } from '../contract/contract.ts';

/**
 * The reason with which a build's signal aborts when the process is to end. The
 * remains of the build are removed when it begins again.
 */
export const CLOSING = 'closing';

/** The facts about a source that a builder knows before it builds. */
export interface Inspection {
  readonly files: readonly string[];
  readonly packages?: number;
  readonly notHonoured: readonly { file: string; why: string }[];
  readonly cached: boolean;
  readonly estimateSeconds?: number;
}

export interface BuildOrder {
  /** The build's id; an image made by the `uv` builder has the same. */
  readonly id: string;
  readonly source: Source;
  /** The project's folder below the projects root. */
  readonly folder: string;
  /**
   * True when the project has no folder yet. A builder that has the repository
   * at hand then fills `partial/<id>` of the volume (see `Built.filled`).
   */
  readonly fill: boolean;
}

/** Takes the progress and the output of a build. */
export interface BuildReport {
  phase(phase: BuildPhase, detail?: string): void;
  queued(position: number | undefined): void;
  /** Raw text for the log, as it comes; secrets are not in it. */
  log(text: string): void;
}

export interface Built {
  /** The `image` of launch plans that start it. */
  readonly image: string;
  readonly label?: string;
  /**
   * True when `partial/<id>` holds the whole folder, to be published. If not,
   * the driver fills the folder from the image at the first start.
   */
  readonly filled: boolean;
}

/**
 * Makes images of sources. A builder may follow a build that runs already for
 * the same commit; the job that calls it outlives browser and companion.
 *
 * Fails with a `Failed` (errors.ts) whose code is one of `Build.error`'s.
 */
export interface Builder {
  readonly name: 'uv' | 'binderhub';

  /** True when builds use this machine, so that only some run at once. */
  readonly runsHere: boolean;

  /**
   * Read the repository at its commit. Throws `unsupported-environment` when the
   * repository asks only for what this builder cannot honour.
   */
  inspect(source: Source, signal: AbortSignal): Promise<Inspection>;

  /** Build; after a failure or an abort, only caches are left of it. */
  build(
    order: BuildOrder,
    report: BuildReport,
    signal: AbortSignal
  ): Promise<Built>;

  /** True when the image can still be started. */
  available(image: string): Promise<boolean>;

  /** Remove images that nothing refers to any more, where this builder may. */
  collect(referenced: ReadonlySet<string>): Promise<void>;
}
