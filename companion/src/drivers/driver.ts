import type { Failed } from '../base/errors.ts';
import type { HomeState } from '../volumes/volume.ts';
import type { LaunchPlan, ProjectPlan } from './launch-plan.ts';
import type { ServerRef } from './server-ref.ts';

/** A server that runs, whether or not it is ready. */
export interface RunningServer extends ServerRef {
  readonly project: string;
  readonly image: string;
  /** Path below the site's root, with a slash at both ends. */
  readonly path: string;
  readonly startedAt: string;
}

/** Where the gateway finds a server. */
export interface Endpoint {
  /** Origin of the server, e.g. `http://127.0.0.1:40123`. */
  readonly target: string;
  /** The server's own token; the gateway adds it to every request. */
  readonly token: string;
}

/** How a long call tells of itself, and how it is ended. */
export interface Progress {
  /** Aborted when the caller cancels or its deadline passes. */
  readonly signal: AbortSignal;
  /** One line in English on what is happening: `Pulling image`. */
  readonly report: (message: string) => void;
  /**
   * While something moves that may take its time, such as the pull of an image,
   * the caller's deadline does not run. Returns what lets it run again.
   */
  readonly hold?: () => () => void;
}

/**
 * Hears of a server that ended. `why` never rejects; it has nothing where the
 * server ended in order, as by its own menu, or where nobody can tell.
 */
export type ExitListener = (
  server: ServerRef,
  why: Promise<Failed | undefined>
) => void;

/**
 * Runs servers on one platform. Everything that can be known of a server after a
 * crash of the companion comes from the platform, not from memory.
 *
 * Fails with a `Failed` (errors.ts) whose code is one of `Switch.error`'s.
 */
export interface Driver {
  /** Whether a new server can run beside the old one on the user's volume. */
  readonly strategy: 'overlap' | 'recreate' | 'auto';

  /** An image that surely starts, where the platform has one. */
  readonly rescueImage?: string | undefined;

  /**
   * Fill the missing folder of a plan with `seed` from its image, and publish it
   * whole. It may take as long as the copy takes; on failure or abort nothing of
   * it is there. A driver whose builder fills folders has none.
   */
  fill?(plan: ProjectPlan, progress: Progress): Promise<void>;

  /**
   * Start a server and resolve when it is *ready*: it answers, a kernel of its
   * environment answered a `kernel_info_request` and was deleted again, and the
   * panel is among its federated extensions. On failure or abort nothing of the
   * server is left running. Starting a server that runs already is a failure.
   */
  start(plan: LaunchPlan, progress: Progress): Promise<RunningServer>;

  /** Resolve when nothing of the server runs, also when nothing did. */
  stop(server: ServerRef): Promise<void>;

  /** What runs for this user, read from the platform: for who acts on it. */
  list(user: string): Promise<RunningServer[]>;

  /**
   * What runs of one user, or of all, as the platform has told so far: for who
   * shows or counts it. The platform is not asked.
   */
  known(user?: string): Promise<RunningServer[]>;

  /** Fails while the platform cannot be asked; what runs may go on then. */
  answers(): Promise<void>;

  /** Where the server answers, or `undefined` when it does not run. */
  endpoint(server: ServerRef): Promise<Endpoint | undefined>;

  /**
   * What became of the folder that a server has as its home, or `undefined` when
   * it does not run. Fails when it cannot be told.
   */
  home?(
    server: ServerRef,
    folder: string,
    signal: AbortSignal
  ): Promise<HomeState | undefined>;

  /**
   * Tell of servers that ended without `stop`. Returns a function that ends it.
   */
  onExit(listener: ExitListener): () => void;

  /** When the companion ends in order; absent where servers outlive it. */
  stopAll?(): Promise<void>;

  /** Release watches and timers; servers go on. */
  dispose(): Promise<void>;
}
