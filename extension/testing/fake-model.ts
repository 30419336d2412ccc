/** A model without a companion, which tests set as they need it. */
import { Signal } from '@lumino/signaling';
import type {
  Build,
  Me,
  Project,
  Switch,
  SwitchPhase,
  Trashed
} from 'jupyterlab-projects-companion/contract';
import type { Connection, IProjectsModel } from '../tokens.ts';
import { FakeVolume } from './fake-volume.ts';

/** Make a call of the model that does nothing. */
function idle<P extends unknown[]>(): jest.Mock<Promise<void>, P> {
  return jest.fn<Promise<void>, P>(() => Promise.resolve());
}

/** The parts of the model that the Lab half reads and calls. */
export class FakeModel {
  me: Me | null = null;
  projects: Project[] | null = [];
  switching: Switch | null = null;
  connection: Connection = { state: 'online' };
  readonly logs = { ofStart: jest.fn(() => Promise.resolve('')) };
  readonly volume = new FakeVolume();
  readonly changed = new Signal<IProjectsModel, void>(this.model);
  readonly buildChanged = new Signal<IProjectsModel, Build>(this.model);

  readonly calls = {
    refresh: idle<[]>(),
    switchTo: jest.fn((project: string, image?: string) =>
      Promise.resolve(aSwitch({ project, message: image ?? '' }))
    ),
    cancelSwitch: idle<[]>(),
    saved: idle<[id: string, move: boolean, unsaved: string[]]>(),
    arrived: idle<[id: string]>(),
    rebuild: jest.fn((project: string) => Promise.resolve(aBuild({ project }))),
    cancelBuild: idle<[build: string]>(),
    stop: idle<[project: string]>(),
    remove: jest.fn<Promise<Trashed | null>, [string]>(() =>
      Promise.resolve(null)
    )
  };

  constructor() {
    Object.assign(this, this.calls);
  }

  get model(): IProjectsModel {
    return this as unknown as IProjectsModel;
  }

  /** Change properties of the model, and emit `changed`. */
  set(
    change: Partial<
      Pick<FakeModel, 'me' | 'projects' | 'switching' | 'connection'>
    >
  ): void {
    Object.assign(this, change);
    this.changed.emit();
  }

  /** Move the switch under way to a phase, a second after the last one. */
  enter(phase: SwitchPhase, more: Partial<Switch> = {}): void {
    const before = this.switching ?? aSwitch();
    const last = before.steps.at(-1)?.startedAt ?? before.startedAt;
    const startedAt = new Date(Date.parse(last) + 1000).toISOString();
    this.set({
      switching: {
        ...before,
        phase,
        steps: [...before.steps, { phase, startedAt }],
        ...more
      }
    });
  }
}

const START = '2026-11-22T14:02:00.000Z';

/** A user on a site with optional features. */
export function aMe(...capabilities: string[]): Me {
  return {
    user: 'ada',
    driver: 'local',
    version: '0',
    projectsRoot: '/home/ada/projects',
    capabilities,
    limits: { projects: null },
    example: 'https://github.com/owner/example'
  };
}

/** A switch from Penguins to Ocean heat. */
export function aSwitch(more: Partial<Switch> = {}): Switch {
  return {
    id: 's1',
    project: 'ocean',
    from: 'penguins',
    phase: 'waiting',
    strategy: 'overlap',
    cancellable: true,
    message: '',
    steps: [],
    startedAt: START,
    previousServer: '/user/ada/penguins/',
    url: '/user/ada/ocean-heat/lab',
    ...more
  };
}

/** A build of Ocean heat. */
export function aBuild(more: Partial<Build> = {}): Build {
  return {
    id: 'b1',
    project: 'ocean',
    source: aSource('gesis/ocean-heat'),
    phase: 'building',
    startedAt: START,
    steps: [],
    ...more
  };
}

/** A project that has been built and is stopped. */
export function aProject(more: Partial<Project> = {}): Project {
  return {
    id: 'ocean',
    slug: 'ocean-heat',
    name: 'ocean-heat',
    title: 'Ocean heat',
    active: false,
    state: 'stopped',
    bytes: 1,
    source: aSource('gesis/ocean-heat'),
    images: [anImage('i1')],
    ...more
  };
}

/** The project that the user is in. */
export function penguins(more: Partial<Project> = {}): Project {
  return aProject({
    id: 'penguins',
    slug: 'penguins',
    name: 'penguins',
    title: 'Penguins',
    active: true,
    state: 'running',
    url: '/user/ada/penguins/lab',
    image: anImage('i0'),
    ...more
  });
}

/** An image that can be started. */
export function anImage(id: string): Project['images'][number] {
  return {
    id,
    builtAt: '2026-11-12T10:00:00.000Z',
    builder: 'uv',
    available: true
  };
}

function aSource(spec: string): Build['source'] {
  return {
    url: `https://github.com/${spec}`,
    provider: 'gh',
    spec,
    ref: 'main',
    commit: 'a'.repeat(40)
  };
}
