import type { Build } from '../contract/contract.ts';
import type { ProjectImages } from '../builds/project-images.ts';
import type { Driver } from '../drivers/driver.ts';
import type { Presence } from '../events/presence.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { UserLocks } from '../base/user-locks.ts';
import type { Records } from '../records/records.ts';
import type { Volumes } from '../volumes/volumes.ts';
import type { JournalDeps } from './journal.ts';
import type { SwitchTimes } from './switch-times.ts';

export interface SwitcherDeps {
  readonly records: Records;
  readonly locks: Pick<UserLocks, 'servers'>;
  readonly driver: Driver;
  readonly volumes: Volumes;
  readonly images: ProjectImages;
  readonly builds: {
    last(project: string): Promise<Build | undefined>;
    ended(id: string, signal?: AbortSignal): Promise<Build>;
  };
  readonly presence: Presence;
  readonly events: JournalDeps['events'];
  readonly onStep?: (point: string) => void;
  /** The home page's address, once it is known. */
  readonly launchHost?: () => string | undefined;
  readonly feed: ProjectFeed;
  readonly times: SwitchTimes;
  /** How many servers that the user left go on running. */
  readonly keepWarm: number;
  readonly log: { error(about: object, message: string): void };
  readonly now: () => Date;
}
