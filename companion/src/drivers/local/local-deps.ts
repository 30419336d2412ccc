import type { Logger } from 'pino';

export interface LocalDeps {
  /** Holds `environments/` and `state/`. */
  readonly data: string;
  /** The projects root. */
  readonly root: string;
  /** An environment with a JupyterLab that no project can break. */
  readonly tool?: string | undefined;
  /** The built labextension of the panel. */
  readonly labextension: string;
  /** Its version, which is the companion's own. */
  readonly version: string;
  /** Where the panel reaches the companion: a path of the same origin. */
  readonly companionUrl: string;
  /** The companion's own environment, of which servers inherit most. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly serverArgs: readonly string[];
  readonly labextensions: readonly string[];
  readonly stopGraceMs: number;
  readonly now: () => Date;
  readonly log: Pick<Logger, 'warn'>;
}
