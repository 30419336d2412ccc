import type { Store } from '../store/store.ts';
import { ActiveProjectRecords } from './active-projects.ts';
import { AnswerRecords } from './answers.ts';
import { BuildRecords } from './builds.ts';
import { CopyRecords } from './copies.ts';
import { FailedStartRecords } from './failed-starts.ts';
import { ImageRecords } from './images.ts';
import { MoveRecords } from './moves.ts';
import { ProjectRecords } from './projects.ts';
import { ServerRecords } from './servers.ts';
import { SessionRecords } from './sessions.ts';
import { SettingRecords } from './settings.ts';
import { SizeRecords } from './sizes.ts';
import { SwitchRecords } from './switches.ts';
import { TrashRecords } from './trash.ts';

/**
 * All tables of the store. Each has one owner here, and only these speak SQL
 * (`npm run lint` says so).
 */
export class Records {
  readonly activeProjects: ActiveProjectRecords;
  readonly answers: AnswerRecords;
  readonly builds: BuildRecords;
  readonly copies: CopyRecords;
  readonly failedStarts: FailedStartRecords;
  readonly images: ImageRecords;
  readonly moves: MoveRecords;
  readonly projects: ProjectRecords;
  readonly servers: ServerRecords;
  readonly sessions: SessionRecords;
  readonly settings: SettingRecords;
  readonly sizes: SizeRecords;
  readonly switches: SwitchRecords;
  readonly trash: TrashRecords;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.activeProjects = new ActiveProjectRecords(store);
    this.answers = new AnswerRecords(store);
    this.builds = new BuildRecords(store);
    this.copies = new CopyRecords(store);
    this.failedStarts = new FailedStartRecords(store);
    this.images = new ImageRecords(store);
    this.moves = new MoveRecords(store);
    this.projects = new ProjectRecords(store);
    this.servers = new ServerRecords(store);
    this.sessions = new SessionRecords(store);
    this.settings = new SettingRecords(store);
    this.sizes = new SizeRecords(store);
    this.switches = new SwitchRecords(store);
    this.trash = new TrashRecords(store);
  }

  /** Write all that `work` writes, or nothing of it. */
  transaction<T>(work: (records: Records) => Promise<T>): Promise<T> {
    return this.#store
      .transaction()
      .execute(transaction => work(new Records(transaction)));
  }
}
