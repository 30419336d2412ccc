import { ProjectImages } from '../builds/project-images.ts';
import type { Build, Switch, SwitchPhase } from '../contract/contract.ts';
import type { Driver } from '../drivers/driver.ts';
import type { ServerRef } from '../drivers/server-ref.ts';
import { Failed } from '../base/errors.ts';
import { UserLocks } from '../base/user-locks.ts';
import { Presence } from '../events/presence.ts';
import { Records } from '../records/records.ts';
import type { Store } from '../store/store.ts';
import { openStore } from '../store/store.ts';
import type { SwitchTimes } from '../switching/switch-times.ts';
import type { Switcher } from '../switching/switcher.ts';
import { createSwitcher } from '../switching/switching.ts';
import { oneVolume } from '../volumes/volumes.ts';
import { FakeDriver } from './fake-driver.ts';
import { FakeVolume } from './fake-volume.ts';

export const USER = 'ada';
/** Earlier than any time that a test writes. */
const OLD = '2026-01-01T00:00:00.000Z';

/** Short times, for tests that let them pass. */
export const TIMES = {
  startTimeoutMs: 300_000,
  savedDeadlineMs: 10_000,
  stopGraceMs: 5_000,
  arriveDeadlineMs: 60_000,
  absentMs: 2_000,
  stopTimeoutMs: 60_000
} satisfies SwitchTimes;

/** Builds that end when a test says so. */
export class FakeBuilds {
  readonly builds = new Map<string, Build>();
  readonly #waiting = new Map<string, (build: Build) => void>();

  last(project: string): Promise<Build | undefined> {
    const all = [...this.builds.values()];
    return Promise.resolve(all.findLast(build => build.project === project));
  }

  ended(id: string, signal?: AbortSignal): Promise<Build> {
    const build = this.builds.get(id);
    if (build?.endedAt !== undefined) {
      return Promise.resolve(build);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, resolve);
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  }

  begin(id: string, project: string): void {
    this.builds.set(id, {
      id,
      project,
      source: { url: '', provider: 'gh', spec: '', ref: '', commit: '' },
      phase: 'building',
      startedAt: OLD,
      steps: []
    });
  }

  end(id: string, change: Partial<Build>): void {
    const build = this.builds.get(id);
    if (build) {
      const ended = { ...build, endedAt: OLD, ...change };
      this.builds.set(id, ended);
      this.#waiting.get(id)?.(ended);
    }
  }
}

/** A switcher with fakes; a second `create` is a restart on the same store. */
export class SwitchBench {
  readonly store: Store = openStore(':memory:');
  readonly driver = new FakeDriver();
  readonly volume = new FakeVolume();
  readonly builds = new FakeBuilds();
  /** Images that can be started. */
  readonly images = new Set<string>();
  readonly published: Switch[] = [];
  readonly changed: string[] = [];
  readonly errors: { err?: unknown }[] = [];
  keepWarm = 0;
  times: SwitchTimes = TIMES;
  /** Called at each event, before those that wait for one. */
  watch: (shown: Switch) => void = () => undefined;
  presence = new Presence();
  readonly #waiting = new Set<(shown: Switch) => void>();
  #switcher: Switcher | undefined;

  get switcher(): Switcher {
    this.#switcher ??= this.create();
    return this.#switcher;
  }

  /** Make a switcher; a test may put its own driver or store in between. */
  create({
    store = this.store,
    ...between
  }: { driver?: Driver; store?: Store } = {}): Switcher {
    const records = new Records(store);
    const available = (image: string) =>
      Promise.resolve(this.images.has(image));
    this.#switcher = createSwitcher({
      records,
      locks: new UserLocks(),
      driver: this.driver,
      volumes: oneVolume(this.volume),
      images: new ProjectImages({ records, builders: { available } }),
      builds: this.builds,
      presence: this.presence,
      events: {
        publish: (_user, { data }) => {
          this.published.push(data);
          this.watch(data);
          for (const look of [...this.#waiting]) {
            look(data);
          }
        }
      },
      feed: { changed: (_user, project) => this.changed.push(project) },
      times: this.times,
      keepWarm: this.keepWarm,
      log: { error: about => this.errors.push(about) },
      now: () => new Date(),
      ...between
    });
    return this.#switcher;
  }

  /** A project with a folder and these images, the newest first. */
  async project(id: string, ...images: string[]): Promise<void> {
    this.volume.put(id);
    await this.store
      .insertInto('projects')
      .values({
        id,
        user: USER,
        slug: id,
        name: id,
        title: id,
        source_json: null,
        created_at: OLD,
        last_used: null,
        profile: null
      })
      .execute();
    for (const [age, image] of images.entries()) {
      await this.image(id, image, age);
    }
  }

  async image(project: string, image: string, age = 0): Promise<void> {
    this.images.add(image);
    await this.store
      .insertInto('images')
      .values({
        id: image,
        project,
        label: null,
        commit_id: null,
        built_at: new Date(Date.parse(OLD) - age * 1000).toISOString(),
        builder: 'uv'
      })
      .execute();
  }

  /** Resolves at a switch's next event in that phase. */
  async reaches(phase: SwitchPhase): Promise<Switch> {
    return await new Promise(resolve => {
      const look = (shown: Switch) => {
        if (shown.phase === phase) {
          this.#waiting.delete(look);
          resolve(shown);
        }
      };
      this.#waiting.add(look);
    });
  }

  /** Switch to a project, until it is done. */
  async switchTo(project: string, image?: string): Promise<Switch> {
    const done = this.reaches('done');
    await this.switcher.start(USER, {
      project,
      ...(image === undefined ? {} : { image })
    });
    return await done;
  }

  /** Open a Lab page of a server of the user. */
  open(server: string, page: string): () => void {
    return this.presence.enter(ref(server), page);
  }

  async running(): Promise<string[]> {
    const servers = await this.driver.list(USER);
    return servers.map(({ name }) => name).sort();
  }

  async active(): Promise<string | null> {
    const row = await this.store
      .selectFrom('users')
      .select('active_server')
      .executeTakeFirst();
    return row?.active_server ?? null;
  }

  async close(): Promise<void> {
    await this.#switcher?.dispose();
    await this.store.destroy();
  }
}

export const ref = (name: string): ServerRef => ({ user: USER, name });

/** Make a promise that waits until a test lets it go on, or break. */
export function held() {
  let release: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  let reached: () => void = () => undefined;
  const until = new Promise<void>((resolve, reject) => {
    release = resolve;
    fail = reject;
  });
  const begun = new Promise<void>(resolve => {
    reached = resolve;
  });
  return {
    release,
    fail,
    /** Resolves when someone waits. */
    begun,
    wait: () => {
      reached();
      return until;
    }
  };
}

export const exited = () =>
  new Failed('server-exited', 'JupyterLab stopped with exit code 1.', {
    logTail: ['no module named “notebook_shim”'],
    log: 'Starting\nno module named “notebook_shim”\n'
  });
