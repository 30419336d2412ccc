/** The whole model without a companion, for the panel and the home page. */
import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type {
  Build,
  BuildPhase,
  Created,
  CreateRequest,
  Me,
  PatchRequest,
  Preview,
  Project,
  ResolveRequest,
  Source,
  Switch,
  Trashed
} from 'jupyterlab-projects-companion/contract';
import { CompanionError, localProblem } from '../projects/errors.ts';
import type { Connection, ILogs, IProjectsModel, LogChunk } from '../tokens.ts';
import { aMe } from './fake-model.ts';
import { FakeVolume } from './fake-volume.ts';

type Settable = Partial<
  Pick<PanelModel, 'projects' | 'limit' | 'switching' | 'connection' | 'me'>
>;

/** Answers as a test sets it, and notes the calls. */
export class PanelModel implements IProjectsModel {
  me: Me | null = aMe();
  projects: readonly Project[] | null = [];
  limit: number | null = null;
  switching: Switch | null = null;
  connection: Connection = { state: 'online' };
  readonly volume = new FakeVolume();
  readonly page = 'page';
  readonly logs: ILogs = {
    follow: (build, offset, listener) => {
      const text = this.log.slice(offset);
      const next = this.log.length;
      listener({ build, offset, next, text, complete: false });
      this._followers.add(listener);
      return new DisposableDelegate(() => this._followers.delete(listener));
    },
    ofStart: () => this.answerStartLog()
  };
  readonly changed = new Signal<IProjectsModel, void>(this.self);
  readonly buildChanged = new Signal<IProjectsModel, Build>(this.self);
  isDisposed = false;

  /** The calls in order, each with its arguments. */
  readonly asked: [string, ...unknown[]][] = [];
  /** Answers previews: by default there is no such repository. */
  answerPreview: (request: ResolveRequest) => Promise<Preview> = () =>
    Promise.reject(refused('source-not-found'));
  answerCreate: (request: CreateRequest) => Promise<Created> = () =>
    Promise.reject(refused('project-limit'));
  answerRemove: Trashed | null = null;
  history: Build[] = [];
  log = '';
  answerStartLog: () => Promise<string> = () =>
    Promise.reject(refused('not-found'));
  private readonly _followers = new Set<(chunk: LogChunk) => void>();

  private get self(): IProjectsModel {
    return this;
  }

  set(change: Settable): void {
    Object.assign(this, change);
    this.changed.emit();
  }

  /** Change a build in its project, and emit `buildChanged`. */
  setBuild(build: Build): void {
    this.set({
      projects: (this.projects ?? []).map(project =>
        project.id === build.project ? { ...project, build } : project
      )
    });
    this.buildChanged.emit(build);
  }

  /** Append to the log, and tell its followers. */
  write(text: string, complete = false): void {
    const offset = this.log.length;
    this.log += text;
    const next = this.log.length;
    this._followers.forEach(follower => {
      follower({ build: 'b1', offset, next, text, complete });
    });
  }

  get followers(): number {
    return this._followers.size;
  }

  refresh(): Promise<void> {
    return this._note('refresh');
  }

  resolve(request: ResolveRequest): Promise<Preview> {
    void this._note('resolve', request);
    return this.answerPreview(request);
  }

  create(request: CreateRequest): Promise<Created> {
    void this._note('create', request);
    return this.answerCreate(request);
  }

  async rebuild(project: string): Promise<Build> {
    await this._note('rebuild', project);
    return aBuildOf(project, 'waiting');
  }

  change(project: string, to: PatchRequest): Promise<void> {
    return this._note('change', project, to);
  }

  builds(): Promise<Build[]> {
    return Promise.resolve(this.history);
  }

  cancelBuild(build: string): Promise<void> {
    return this._note('cancelBuild', build);
  }

  async switchTo(project: string, image?: string): Promise<Switch> {
    await this._note('switchTo', project, image);
    return Promise.reject(refused('unavailable'));
  }

  cancelSwitch(): Promise<void> {
    return this._note('cancelSwitch');
  }

  saved(): Promise<void> {
    return this._note('saved');
  }

  arrived(): Promise<void> {
    return this._note('arrived');
  }

  stop(project: string): Promise<void> {
    return this._note('stop', project);
  }

  async remove(project: string): Promise<Trashed | null> {
    await this._note('remove', project);
    return this.answerRemove;
  }

  dispose(): void {
    this.isDisposed = true;
    Signal.clearData(this);
  }

  private _note(call: string, ...given: unknown[]): Promise<void> {
    this.asked.push([call, ...given]);
    return Promise.resolve();
  }
}

/** An answer that is a problem. */
export function refused(
  code: Parameters<typeof localProblem>[0],
  more: Partial<CompanionError['problem']> = {}
): CompanionError {
  return new CompanionError({ ...localProblem(code, 409, code), ...more });
}

/** A repository of GitHub. */
export function sourceOf(spec: string, ref = 'main'): Source {
  return {
    url: `https://github.com/${spec}`,
    provider: 'gh',
    spec: `${spec}/${ref}`,
    ref,
    commit: 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'
  };
}

/** A build that began 41 seconds ago. */
export function aBuildOf(
  project: string,
  phase: BuildPhase,
  more: Partial<Build> = {}
): Build {
  const at = (seconds: number): string =>
    new Date(Date.now() - 1000 * seconds).toISOString();
  return {
    id: 'b1',
    project,
    source: sourceOf('climate-lab/indices'),
    phase,
    startedAt: at(41),
    steps: [
      { phase: 'waiting', startedAt: at(41), endedAt: at(40) },
      { phase: 'fetching', startedAt: at(40), endedAt: at(37) },
      { phase: 'building', startedAt: at(37) }
    ],
    ...more
  };
}

/** A project that was built and is stopped. */
export function projectOf(title: string, more: Partial<Project> = {}): Project {
  const name = title.toLowerCase().replaceAll(' ', '-');
  const builtAt = '2026-11-12T10:00:00.000Z';
  const image = { id: 'i', builtAt, builder: 'uv', available: true };
  return {
    ...{ id: name, slug: name, name, title, active: false, state: 'stopped' },
    bytes: 1_200_000_000,
    source: sourceOf(`owner/${name}`),
    images: [image],
    image,
    ...more
  };
}
