import type { BuildPhase, Source } from '../contract/contract.ts';

/**
 * Why the signal of a build aborts when the process is to end. What it leaves is
 * removed when it begins again.
 */
export const CLOSING = 'closing';

/** What a builder would make of a source, before it does. */
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
   * Whether the project has no folder yet. A builder that has the repository's
   * files at hand then fills `partial/<id>` of the volume (see `Built.filled`).
   */
  readonly fill: boolean;
}

/** Where a build writes what it does. */
export interface BuildReport {
  phase(phase: BuildPhase, detail?: string): void;
  queued(position: number | undefined): void;
  /** Raw text for the log, as it comes; secrets are not in it. */
  log(text: string): void;
}

export interface Built {
  /** What a launch plan's `image` will be. */
  readonly image: string;
  readonly label?: string;
  /**
   * Whether `partial/<id>` holds the whole folder, to be published. If not, the
   * driver fills the folder from the image at the first start.
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

  /** Whether builds use this machine, so that only some run at once. */
  readonly runsHere: boolean;

  /**
   * Read the repository at its commit. Throws `unsupported-environment` when the
   * repository asks only for what this builder cannot honour.
   */
  inspect(source: Source, signal: AbortSignal): Promise<Inspection>;

  /** Build; on failure or abort nothing of it is left but caches. */
  build(
    order: BuildOrder,
    report: BuildReport,
    signal: AbortSignal
  ): Promise<Built>;

  /** Whether the image can still be started. */
  available(image: string): Promise<boolean>;

  /** Remove images that nothing refers to any more, where this builder may. */
  collect(referenced: ReadonlySet<string>): Promise<void>;
}
