import { BuildLog } from './build-log.ts';

/** The logs of all builds; a log's writer and its readers share one object. */
export class BuildLogs {
  readonly #folder: string;
  readonly #open = new Map<string, BuildLog>();

  constructor(deps: { readonly folder: string }) {
    this.#folder = deps.folder;
  }

  /** Open the log of a build under way. */
  begin(id: string): BuildLog {
    const log = new BuildLog({ folder: this.#folder, id, open: true });
    this.#open.set(id, log);
    return log;
  }

  end(id: string): void {
    this.#open.get(id)?.end();
    this.#open.delete(id);
  }

  get(id: string): BuildLog {
    const log = this.#open.get(id);
    return log ?? new BuildLog({ folder: this.#folder, id, open: false });
  }
}
