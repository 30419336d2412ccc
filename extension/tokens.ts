import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type {
  Build,
  Created,
  CreateRequest,
  Me,
  PatchRequest,
  Preview,
  Project,
  ResolveRequest,
  ServerMessage,
  Switch,
  Trashed
} from 'jupyterlab-projects-companion/contract';
import type { IVolume } from './volume-tokens.ts';

/**
 * The state of the connection between the page and the companion.
 */
export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  | { readonly state: 'offline'; readonly retryAt: number }
  | { readonly state: 'signed-out' }
  | { readonly state: 'missing' };

/**
 * A part of a build's log; offsets are bytes.
 */
export type LogChunk = Extract<ServerMessage, { event: 'log' }>['data'];

/**
 * The output of builds and servers.
 */
export interface ILogs {
  /**
   * Follow the log of a build from a byte offset until disposed.
   */
  follow(
    build: string,
    offset: number,
    listener: (chunk: LogChunk) => void
  ): IDisposable;

  /**
   * Return the output of a server that failed, by the id of its switch.
   */
  ofStart(id: string): Promise<string>;
}

/**
 * The projects of the current user, and the switch under way.
 */
export interface IProjectsModel extends IDisposable {
  /**
   * The user and the features of this site; `null` until they are known.
   */
  readonly me: Me | null;

  /**
   * The projects, or `null` until the first list has come.
   */
  readonly projects: readonly Project[] | null;

  /**
   * How many projects the user may have; `null` for no limit.
   */
  readonly limit: number | null;

  /**
   * The latest switch, under way or ended, or `null` when there was none.
   */
  readonly switching: Switch | null;

  /**
   * The state of the connection to the companion. While it is not online, the
   * last known list stays and every writing call fails.
   */
  readonly connection: Connection;

  /**
   * The trash, the files in no project, and the use of the volume.
   */
  readonly volume: IVolume;

  /**
   * The logs of builds and starts.
   */
  readonly logs: ILogs;

  /**
   * This page's random id, which is sent with `saved`.
   */
  readonly page: string;

  /**
   * A signal emitted when any of the properties changes.
   */
  readonly changed: ISignal<IProjectsModel, void>;

  /**
   * A signal emitted for every build that changes, also of hidden projects.
   */
  readonly buildChanged: ISignal<IProjectsModel, Build>;

  /**
   * Ask the companion for everything again, and reconnect at once.
   */
  refresh(): Promise<void>;

  /**
   * Preview a source: its name, its refs and the files that a build would read.
   *
   * @throws {CompanionError} The `Problem` with the source.
   */
  resolve(request: ResolveRequest, signal?: AbortSignal): Promise<Preview>;

  /**
   * Make a project of a source and begin to build it.
   */
  create(request: CreateRequest): Promise<Created>;

  /**
   * Build a project again, from the commit that its ref names now.
   */
  rebuild(project: string): Promise<Build>;

  /**
   * List the builds of a project, the newest first.
   */
  builds(project: string): Promise<Build[]>;

  /**
   * Cancel a build that has not ended.
   */
  cancelBuild(build: string): Promise<void>;

  /**
   * Begin a switch; `switching` follows it.
   *
   * @param project - The id of the project to move to.
   *
   * @param image - One of the project's images; the newest if absent.
   */
  switchTo(project: string, image?: string): Promise<Switch>;

  /**
   * Cancel the switch under way.
   */
  cancelSwitch(): Promise<void>;

  /**
   * Tell the companion that this page has saved, and whether it is ready to
   * leave.
   */
  saved(id: string, move: boolean, unsaved: string[]): Promise<void>;

  /**
   * Tell the companion that this page has loaded from a switch's new server.
   */
  arrived(id: string): Promise<void>;

  /**
   * Stop the server of a project; the active one stops only while no other page
   * of it is open. The open files of this page must have been saved.
   */
  stop(project: string): Promise<void>;

  /**
   * Change the choices for a project: its resources count from its next start.
   */
  change(project: string, to: PatchRequest): Promise<void>;

  /**
   * Move a project to the trash.
   *
   * @returns The new entry of the trash; `null` for a project that had no
   * folder and is gone.
   */
  remove(project: string): Promise<Trashed | null>;
}

/**
 * The projects model token.
 */
export const IProjectsModel = new Token<IProjectsModel>(
  'jupyterlab-projects:IProjectsModel',
  'The projects of the current user. Provide it to list projects from elsewhere.'
);

/**
 * The identifiers of the commands, for reuse in menus and by other extensions.
 * Those on one project take `{ project: <id> }`; without it they ask, or use
 * the active project.
 */
export namespace CommandIDs {
  export const show = 'projects:show-panel';
  export const create = 'projects:new';
  export const switchTo = 'projects:switch';
  export const switchBack = 'projects:switch-back';
  export const openRescue = 'projects:open-rescue';
  export const rebuild = 'projects:rebuild';
  export const showLog = 'projects:show-build-log';
  export const cancelBuild = 'projects:cancel-build';
  export const cancelSwitch = 'projects:cancel-switch';
  export const rename = 'projects:rename';
  export const duplicate = 'projects:duplicate';
  export const copySource = 'projects:copy-source-link';
  export const stop = 'projects:stop-server';
  export const moveToTrash = 'projects:move-to-trash';
  export const showTrash = 'projects:show-trash';
  export const adopt = 'projects:adopt-folder';
  export const home = 'projects:open-home-page';
}
