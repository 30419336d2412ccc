import type { Build } from '../contract/contract.ts';
import type { ProjectImages } from '../builds/project-images.ts';
import type { Driver } from '../drivers/driver.ts';
import type { Presence } from '../events/presence.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { UserLocks } from '../base/user-locks.ts';
import type { Records } from '../records/records.ts';
import type { Volumes } from '../volumes/volumes.ts';
import { EndedServers } from './ended-servers.ts';
import { Journal } from './journal.ts';
import type { JournalDeps } from './journal.ts';
import { Rescue } from './rescue.ts';
import { Servers } from './servers.ts';
import { Flow } from './steps/flow.ts';
import { Launch } from './steps/launch.ts';
import { Recreate } from './steps/recreate.ts';
import { Undo } from './steps/undo.ts';
import { SwitchRequests } from './switch-requests.ts';
import { SwitchRuns } from './switch-runs.ts';
import { withDefaults } from './switch-times.ts';
import type { SwitchTimes } from './switch-times.ts';
import { Switcher } from './switcher.ts';
import { Targets } from './targets.ts';
import { Warm } from './warm.ts';

export interface SwitchingDeps {
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
  /** The number of servers that go on running after the user left them. */
  readonly keepWarm: number;
  readonly log: { error(about: object, message: string): void };
  readonly now: () => Date;
}

/** Makes the parts of switches and joins them. */
export function createSwitcher(deps: SwitchingDeps): Switcher {
  const { records, locks, driver, volumes, images, builds } = deps;
  const { presence, events, feed, keepWarm, log, now } = deps;
  const times = withDefaults(deps.times);
  const { stopTimeoutMs, startTimeoutMs, arriveDeadlineMs } = times;

  const journal = new Journal({ records, events, feed, onStep: deps.onStep });
  const servers = new Servers({
    ...{ records, driver, presence, feed, stopTimeoutMs, now }
  });
  const rescue = new Rescue({ records, driver, images });
  const targets = new Targets({
    ...{ records, driver, volumes, images, builds, rescue }
  });
  const warm = new Warm({
    ...{ records, journal, servers, presence, locks, keepWarm, log },
    awayMs: arriveDeadlineMs
  });
  const launch = new Launch({
    ...{ driver, servers, warm, locks, startTimeoutMs, now },
    ...{ root: volumes.root, launchHost: deps.launchHost }
  });
  const recreate = new Recreate({
    ...{ records, presence, times, servers, launch, targets }
  });
  const flow = new Flow({
    ...{ presence, times, driver, servers, targets, launch, recreate },
    ...{ builds, now, log }
  });
  const undo = new Undo({ servers, images, recreate, now, log });
  const ended = new EndedServers({
    ...{ records, journal, servers, warm, locks, feed, now, log }
  });
  const runs = new SwitchRuns({
    ...{ journal, servers, warm, flow, undo, ended },
    ...{ locks, driver, presence, times, log, now }
  });
  const requests = new SwitchRequests({
    ...{ driver, journal, servers, targets, warm, keepWarm, now }
  });
  return new Switcher({
    ...{ runs, requests, journal, servers, targets, rescue, warm },
    ...{ records, locks, driver, presence, now }
  });
}
