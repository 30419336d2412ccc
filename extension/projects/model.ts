import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type {
  Build,
  Created,
  CreateRequest,
  Me,
  PatchRequest,
  Preview,
  Project,
  ResolveRequest,
  ServerEvent,
  Switch,
  Trashed
} from 'jupyterlab-projects-companion/contract';
import type { CompanionClient } from './client.ts';
import { CompanionError } from './errors.ts';
import { EventsSocket } from './events-socket.ts';
import { Logs } from './logs.ts';
import type { IModelOptions } from './model-options.ts';
import { Records } from './records.ts';
import type { Connection, IProjectsModel } from '../tokens.ts';
import { Volume } from './volume.ts';

/**
 * The projects of the current user, kept up to date by the companion's events.
 * The members are described by the interface.
 */
export class ProjectsModel implements IProjectsModel {
  /**
   * Create the model and connect.
   */
  constructor(options: IModelOptions) {
    const { client, page, present = true, times } = options;
    const changed = (): void => {
      this._changed.emit();
    };
    this._client = client;
    this.page = page;
    this._socket = new EventsSocket({
      serverSettings: client.serverSettings,
      ...(present ? { page } : {}),
      ...(times ? { times } : {}),
      probe: async signal => {
        this._me = await client.me(signal);
      },
      onConnection: changed,
      onEvent: event => {
        this._onEvent(event);
      },
      onOutdated: () => {
        this._onOutdated();
      }
    });
    const calling: Logs.IOptions['calling'] = call => this._calling(call);
    this.logs = new Logs({ client, socket: this._socket, calling });
    this.volume = new Volume({
      calls: client.volume,
      records: this._records,
      calling,
      changed,
      load: () => this._load(),
      remove: project => this.remove(project)
    });
    this._socket.connect();
  }

  readonly page: string;
  readonly volume: Volume;
  readonly logs: Logs;

  get me(): Me | null {
    return this._me;
  }

  get projects(): readonly Project[] | null {
    return this._records.projects;
  }

  get limit(): number | null {
    return this._records.limit;
  }

  get switching(): Switch | null {
    return this._records.switching;
  }

  get connection(): Connection {
    return this._socket.connection;
  }

  get changed(): ISignal<IProjectsModel, void> {
    return this._changed;
  }

  get buildChanged(): ISignal<IProjectsModel, Build> {
    return this._buildChanged;
  }

  get isDisposed(): boolean {
    return this._socket.isDisposed;
  }

  async refresh(): Promise<void> {
    this._socket.connect();
    await this._calling(this._load());
  }

  resolve(request: ResolveRequest, signal?: AbortSignal): Promise<Preview> {
    return this._calling(this._client.resolve(request, signal));
  }

  async create(request: CreateRequest): Promise<Created> {
    const created = await this._calling(this._client.create(request));
    if (!this._records.find(created.project.id)) {
      this._records.put(created.project);
    }
    this._putBuild(created.build);
    return created;
  }

  async rebuild(project: string): Promise<Build> {
    const build = await this._calling(this._client.rebuild(project));
    this._putBuild(build);
    return build;
  }

  builds(project: string): Promise<Build[]> {
    return this._calling(this._client.builds(project));
  }

  cancelBuild(build: string): Promise<void> {
    return this._calling(this._client.cancelBuild(build));
  }

  async switchTo(project: string, image?: string): Promise<Switch> {
    const begun = await this._calling(this._client.switchTo(project, image));
    this._putSwitch(begun);
    return begun;
  }

  async cancelSwitch(): Promise<void> {
    const id = this.switching?.id;
    const after = id && (await this._calling(this._client.cancelSwitch(id)));
    if (after) {
      this._putSwitch(after);
    }
  }

  saved(id: string, move: boolean, unsaved: string[]): Promise<void> {
    const request = { page: this.page, move, unsaved };
    return this._calling(this._client.saved(id, request));
  }

  arrived(id: string): Promise<void> {
    return this._calling(this._client.arrived(id));
  }

  stop(project: string): Promise<void> {
    return this._calling(this._client.stop(project, this.page));
  }

  async change(project: string, to: PatchRequest): Promise<void> {
    this._records.put(await this._calling(this._client.change(project, to)));
    this._changed.emit();
  }

  async remove(project: string): Promise<Trashed | null> {
    const trashed = await this._calling(this._client.remove(project));
    this._records.remove(project);
    this._changed.emit();
    return trashed;
  }

  dispose(): void {
    this._socket.dispose();
    Signal.clearData(this);
  }

  private async _load(): Promise<void> {
    const take = this._records.awaitList();
    const [list, latest] = await Promise.all([
      this._client.projects(),
      this._client.latestSwitch()
    ]);
    if (take(list, latest)) {
      this._changed.emit();
    }
    if (this.volume.trash) {
      await this.volume.loadTrash();
    }
  }

  private _onOutdated(): void {
    this._calling(this._load()).catch(() => {
      if (this.connection.state === 'online') {
        this._socket.drop();
      }
    });
  }

  private _onEvent(event: ServerEvent): void {
    const build = this._records.apply(event);
    this._changed.emit();
    if (build) {
      this._buildChanged.emit(build);
    }
  }

  private _putBuild(build: Build): void {
    if (this._records.putBuild(build)) {
      this._changed.emit();
      this._buildChanged.emit(build);
    }
  }

  private _putSwitch(next: Switch): void {
    this._records.putSwitch(next);
    this._changed.emit();
  }

  /**
   * Wait for a call. A lost session signs the whole page out, and a refusal may
   * carry a switch, which is shown.
   */
  private async _calling<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      const problem = error instanceof CompanionError && error.problem;
      if (problem && problem.code === 'unauthenticated') {
        this._socket.signOut();
      } else if (problem && problem.switch) {
        this._putSwitch(problem.switch);
      }
      throw error;
    }
  }

  private readonly _client: CompanionClient;
  private readonly _socket: EventsSocket;
  private readonly _records = new Records();
  private readonly _changed = new Signal<IProjectsModel, void>(this);
  private readonly _buildChanged = new Signal<IProjectsModel, Build>(this);
  private _me: Me | null = null;
}
