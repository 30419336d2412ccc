import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type {
  Build,
  Created,
  CreateRequest,
  Me,
  PatchRequest,
  Preview,
  Project,
  ProjectList,
  ResolveRequest,
  SavedRequest,
  Switch,
  Trashed
} from 'jupyterlab-projects-companion/contract';
import * as answers from './answers.ts';
import * as read from './project-answers.ts';
import type { Reader } from './requests.ts';
import { Requests } from './requests.ts';
import { trashed } from './volume-answers.ts';
import { VolumeCalls } from './volume-calls.ts';

/**
 * Make the settings by which this page reaches the companion.
 */
export function companionSettings(options: {
  /** Address of the companion, absolute or from the root of the site. */
  url: string;
  token: string;
}): ServerConnection.ISettings {
  const base =
    typeof location === 'undefined'
      ? options.url
      : new URL(options.url, location.href).href;
  return ServerConnection.makeSettings({
    baseUrl: URLExt.join(base, '/'),
    wsUrl: `ws${URLExt.join(base, '/').slice('http'.length)}`,
    token: options.token
  });
}

/**
 * The companion's API.
 */
export class CompanionClient {
  /**
   * @param options - Where the companion is, and how long to wait before each
   * new attempt of a read that failed for a reason that may pass.
   */
  constructor(options: CompanionClient.IOptions) {
    this.serverSettings = options.serverSettings;
    this._requests = new Requests(
      options.serverSettings,
      options.retryDelaysMs ?? [300, 1200]
    );
    this.volume = new VolumeCalls(this._requests);
  }

  /**
   * The companion's address, and this page's token.
   */
  readonly serverSettings: ServerConnection.ISettings;

  /**
   * The calls on the user's volume.
   */
  readonly volume: VolumeCalls;

  /**
   * Return the current user. It is asked once, without a retry, because it also
   * shows that the companion is there.
   */
  me(signal?: AbortSignal): Promise<Me> {
    return this._requests.ask('GET me', answers.me, { signal });
  }

  /**
   * List every project.
   */
  projects(): Promise<ProjectList> {
    return this._requests.read('GET projects', answers.projectList, {});
  }

  /**
   * Return the latest switch, or `null` when there was none.
   */
  latestSwitch(): Promise<Switch | null> {
    return this._requests
      .read('GET switches/latest', orNone(answers.switching), {})
      .then(({ value }) => value);
  }

  /**
   * List the builds of a project, the newest first.
   */
  async builds(project: string): Promise<Build[]> {
    const query = { project, limit: 20 };
    const answer = await this._requests.read('GET builds', answers.buildList, {
      query
    });
    return answer.builds;
  }

  /**
   * Preview a source.
   */
  resolve(request: ResolveRequest, signal?: AbortSignal): Promise<Preview> {
    return this._requests.ask('POST sources/resolve', answers.preview, {
      body: request,
      signal
    });
  }

  /**
   * Make a project and begin to build it.
   */
  create(request: CreateRequest): Promise<Created> {
    return this._requests.ask('POST projects', answers.created, {
      body: request
    });
  }

  /**
   * Build a project again.
   */
  rebuild(project: string): Promise<Build> {
    return this._requests.ask('POST projects/{id}/builds', read.build, {
      id: project
    });
  }

  /**
   * Cancel a build.
   */
  async cancelBuild(build: string): Promise<void> {
    await this._requests.ask('DELETE builds/{id}', orNone(read.build), {
      id: build
    });
  }

  /**
   * Change what was chosen for a project.
   */
  change(project: string, to: PatchRequest): Promise<Project> {
    return this._requests.ask('PATCH projects/{id}', read.project, {
      id: project,
      body: to
    });
  }

  /**
   * Stop the server of a project, for a page that has saved.
   */
  async stop(project: string, page: string): Promise<void> {
    await this._requests.ask('POST projects/{id}/stop', anything, {
      id: project,
      body: { page }
    });
  }

  /**
   * Move a project to the trash, or remove one that has no folder.
   */
  async remove(project: string): Promise<Trashed | null> {
    const answer = await this._requests.ask(
      'DELETE projects/{id}',
      orNone(trashed),
      { id: project }
    );
    return answer.value;
  }

  /**
   * Begin a switch.
   */
  switchTo(project: string, image?: string): Promise<Switch> {
    return this._requests.ask('POST switches', answers.switching, {
      body: { project, ...(image === undefined ? {} : { image }) }
    });
  }

  /**
   * Cancel a switch.
   */
  async cancelSwitch(id: string): Promise<Switch | null> {
    const answer = await this._requests.ask(
      'DELETE switches/{id}',
      orNone(answers.switching),
      { id }
    );
    return answer.value;
  }

  /**
   * Return the output of a server that failed, by the id of its switch.
   */
  startLog(id: string): Promise<string> {
    return this._requests.text('GET switches/{id}/log', { id });
  }

  /**
   * Tell the companion that a page of the old server has saved.
   */
  async saved(id: string, request: SavedRequest): Promise<void> {
    await this._requests.ask('POST switches/{id}/saved', anything, {
      id,
      body: request
    });
  }

  /**
   * Tell the companion that this page, of the new server, has arrived.
   */
  async arrived(id: string): Promise<void> {
    await this._requests.ask('POST switches/{id}/arrived', anything, { id });
  }

  private readonly _requests: Requests;
}

/**
 * A namespace for the client's options.
 */
export namespace CompanionClient {
  /**
   * Options of the client.
   */
  export interface IOptions {
    readonly serverSettings: ServerConnection.ISettings;
    readonly retryDelaysMs?: readonly number[];
  }
}

function anything(): true {
  return true;
}

function orNone<T>(reader: Reader<T>): Reader<{ value: T | null }> {
  return value => ({ value: reader(value) });
}
