import { lookup } from 'node:dns/promises';
import { Git } from '../repositories/git.ts';
import { Remotes } from '../repositories/remotes.ts';
import { Sources } from '../repositories/sources.ts';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { DataFolder } from '../store/data-folder.ts';

/** The machine that the companion runs on, and its settings. */
export interface Machine {
  readonly config: Config;
  readonly data: DataFolder;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The built labextension; `uv` below is used where none is configured. */
  readonly labextension: string;
  /** The product's version, which companion and labextension share. */
  readonly version: string;
  readonly uv: string;
  /** An environment with a JupyterLab that belongs to no project. */
  readonly tool?: string | undefined;
  readonly log: Logger;
  readonly now: () => Date;
}

/** Make the access to repositories: the same wherever servers run. */
export function repositories({ config, data, environment }: Machine): {
  git: Git;
  remotes: Remotes;
  sources: Sources;
} {
  const git = new Git({ home: data.emptyHome, environment });
  const remotes = new Remotes({
    allow: config.allowSource,
    lookup: async host => {
      const found = await lookup(host, { all: true });
      return found.map(({ address }) => address);
    },
    timeoutMs: config.times.sourceMs
  });
  const policy = { base: config.sourceBase, allow: config.allowSource };
  const sources = new Sources({ policy, remotes, git, scratch: data.scratch });
  return { git, remotes, sources };
}
