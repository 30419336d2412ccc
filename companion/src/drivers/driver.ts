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

/** The address at which the gateway finds a server. */
export interface Endpoint {
  /** Origin of the server, e.g. `http://127.0.0.1:40123`. */
  readonly target: string;
  /** The server's own token; the gateway adds it to every request. */
  readonly token: string;
}

/** The means to report the progress of a long call, and to end it. */
export interface Progress {
  /** Aborted when the caller cancels or its deadline passes. */
  readonly signal: AbortSignal;
  /** One line in English on what is happening: `Pulling image`. */
  readonly report: (message: string) => void;
  /**
   * Stops the caller's deadline while something may take long, such as the pull
   * of an image. Returns a function that lets the deadline run again.
   */
  readonly hold?: () => () => void;
}

/**
 * Called when a server ended. `why` never rejects; it resolves to `undefined`
 * when the server ended in order, as by its own menu, or when nobody can tell.
 */
export type ExitListener = (
  server: ServerRef,
  why: Promise<Failed | undefined>
) => void;

/**
 * Runs servers on one platform. Everything that can be known of a server after
 * a crash of the companion comes from the platform, not from memory.
 *
 * Fails with a `Failed` (errors.ts) whose code is one of `Switch.error`'s.
 */
export interface Driver {
  /** Tells if a new server can run beside the old one on the user's volume. */
  readonly strategy: 'overlap' | 'recreate' | 'auto';

  /** An image that surely starts, where the platform has one. */
  readonly rescueImage?: string | undefined;

  /**
   * Fill the missing folder of a plan with `seed` from its image, and publish
   * it whole. It may take as long as the copy takes; on failure or abort
   * nothing of it remains. Absent in drivers whose builder fills folders.
   */
  fill?(plan: ProjectPlan, progress: Progress): Promise<void>;

  /**
   * Start a server and resolve when it is *ready*: it answers, a kernel of its
   * environment answered a `kernel_info_request` and was deleted again, and the
   * panel is among its federated extensions. On failure or abort nothing of the
   * server is left running. Starting a server that runs already is a failure.
   */
  start(plan: LaunchPlan, progress: Progress): Promise<RunningServer>;

  /** Stop a server; resolves when nothing of it runs, also when nothing did. */
  stop(server: ServerRef): Promise<void>;

  /** List what runs for this user, read from the platform: to act on it. */
  list(user: string): Promise<RunningServer[]>;

  /**
   * List what runs of one user, or of all, as the platform has told so far: to
   * show or count it. The platform is not asked.
   */
  known(user?: string): Promise<RunningServer[]>;

  /** Fail while the platform cannot be asked; servers may go on meanwhile. */
  answers(): Promise<void>;

  /** Return the server's address; `undefined` when it does not run. */
  endpoint(server: ServerRef): Promise<Endpoint | undefined>;

  /**
   * Tell what became of the folder that a server has as its home; `undefined`
   * when the server does not run. Fails when it cannot be told.
   */
  home?(
    server: ServerRef,
    folder: string,
    signal: AbortSignal
  ): Promise<HomeState | undefined>;

  /**
   * Tell a listener of servers that ended without `stop`. Returns a function
   * that removes the listener.
   */
  onExit(listener: ExitListener): () => void;

  /** Stop all when the companion ends in order; absent where they go on. */
  stopAll?(): Promise<void>;

  /** Release watches and timers; servers go on. */
  dispose(): Promise<void>;
}
