import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuildLogs } from '../builds/build-logs.ts';
import { BuildJournal } from '../builds/build-journal.ts';
import type { ProjectRecord } from '../records/projects.ts';
import { Records } from '../records/records.ts';
import { ProjectImages } from '../builds/project-images.ts';
import { Builds } from '../builds/builds.ts';
import { openStore } from '../store/store.ts';
import { oneVolume } from '../volumes/volumes.ts';
import { Builders } from '../builds/builders.ts';
import { FakeBuilder } from './fake-builder.ts';
import { FakeVolume } from './fake-volume.ts';
import type { Build, Source } from '../contract/contract.ts';
import type { EventBody } from '../events/events.ts';
import type { Store } from '../store/store.ts';

export const SOURCE: Source = {
  url: 'https://git.test/ada/ocean',
  provider: 'git',
  spec: 'https%3A%2F%2Fgit.test%2Fada%2Focean/main',
  ref: 'main',
  commit: 'a'.repeat(40)
};

/** Builds with fakes; a second `start` acts like a restart of the companion. */
export class BuildBench {
  readonly builder = new FakeBuilder();
  readonly volume = new FakeVolume();
  readonly told: EventBody[] = [];
  readonly changed: string[] = [];
  readonly store: Store = openStore(':memory:');
  readonly #folder: string;
  #time = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<BuildBench> {
    return new BuildBench(await mkdtemp(join(tmpdir(), 'builds-')));
  }

  /** Start a companion on this store and these logs; again, for a restart. */
  start(atOnce = 2): Builds {
    const now = () => new Date((this.#time += 1000));
    const { volume } = this;
    const builders = new Builders([this.builder]);
    const records = new Records(this.store);
    return new Builds({
      records,
      builders,
      volumes: oneVolume(volume),
      atOnce,
      now,
      images: new ProjectImages({ records, builders }),
      journal: new BuildJournal({ records, now }),
      logs: new BuildLogs({ folder: this.#folder }),
      events: { publish: (_, event) => this.told.push(event) },
      feed: { changed: (_, project) => this.changed.push(project) },
      log: { error: () => undefined }
    });
  }

  async project(name: string): Promise<ProjectRecord> {
    const project: ProjectRecord = {
      id: `id-${name}`,
      user: 'ada',
      slug: name,
      name,
      title: name,
      source: SOURCE,
      createdAt: new Date(0).toISOString(),
      lastUsed: null,
      profile: null
    };
    await new Records(this.store).projects.insert(project);
    return project;
  }

  phases(id: string): string[] {
    const builds = this.told.map(event => event.data as Build);
    const phases = builds.filter(b => b.id === id).map(b => b.phase);
    return phases.filter((phase, n) => phase !== phases[n - 1]);
  }
}
