/** The table of the API's calls: routes, OpenAPI and client are made from it. */
import { z } from 'zod';
import * as calls from './calls.ts';
import { Build, Project, Switch } from './objects.ts';
import { Trashed } from './trashed.ts';

interface Call {
  /** Its name in OpenAPI. */
  readonly id: string;
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The schema of the answer; without one, only `none` is answered. */
  readonly answer?: z.ZodType;
  /** 202 where the answer tells of work that has only begun. */
  readonly status?: 202;
  /** The meaning of an answer without content, where there is such an answer. */
  readonly none?: string;
}

/** Pages add other names, so that nothing is cached: they are let by. */
const BuildQuery = z.object({
  project: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  before: z.string().optional()
});
const LogQuery = z.object({
  offset: z.coerce.number().int().min(0).default(0)
});

/** `{id}` is of the object that the path names before it. */
export const ROUTES = {
  'GET me': {
    id: 'getMe',
    summary: 'Who the user is, and what this site can do',
    answer: calls.Me
  },
  'GET events': {
    id: 'getEvents',
    summary:
      'What changes, as server-sent events; pages open a websocket here and send ClientMessage'
  },
  'POST sources/resolve': {
    id: 'resolveSource',
    summary: 'What a source is and what a build would read',
    body: calls.ResolveRequest,
    answer: calls.Preview
  },
  'GET projects': {
    id: 'listProjects',
    summary: 'Every folder of the volume, known or not',
    answer: calls.ProjectList
  },
  'POST projects': {
    id: 'createProject',
    summary: 'Make a project of a source and begin to build it',
    body: calls.CreateRequest,
    status: 202,
    answer: calls.Created
  },
  'GET projects/{id}': {
    id: 'getProject',
    summary: 'One project',
    answer: Project
  },
  'PATCH projects/{id}': {
    id: 'changeProject',
    summary: 'Change its title, rename its folder, or follow its folder',
    body: calls.PatchRequest,
    answer: Project
  },
  'DELETE projects/{id}': {
    id: 'removeProject',
    summary: 'Move it to the trash; without a folder it is removed at once',
    answer: Trashed,
    none: 'Removed'
  },
  'POST projects/{id}/builds': {
    id: 'rebuildProject',
    summary: 'Build from the commit that its ref names now',
    body: calls.BuildRequest,
    status: 202,
    answer: Build
  },
  'POST projects/{id}/stop': {
    id: 'stopProject',
    summary: 'Stop the server of a project',
    body: calls.StopRequest,
    answer: Project
  },
  'POST projects/{id}/duplicate': {
    id: 'duplicateProject',
    summary: 'Begin to copy it; `copy` of the new project says how far it is',
    body: calls.DuplicateRequest,
    status: 202,
    answer: Project
  },
  'POST projects/{id}/adopt': {
    id: 'adoptFolder',
    summary: 'Make a project of an unmanaged folder; no file is changed',
    body: calls.AdoptRequest,
    status: 202,
    answer: calls.Adopted
  },
  'GET trash': {
    id: 'listTrash',
    summary: 'What was deleted, the latest first',
    answer: calls.TrashList
  },
  'POST trash/purge': {
    id: 'emptyTrash',
    summary: 'Delete all of it for good; answers what is left',
    answer: calls.TrashList
  },
  'DELETE trash/{id}': {
    id: 'purgeTrashed',
    summary: 'Delete it for good',
    none: 'Deleted'
  },
  'POST trash/{id}/restore': {
    id: 'restoreTrashed',
    summary: 'Bring it back, as `name-2` where its name is taken',
    answer: Project
  },
  'POST outside/move': {
    id: 'moveOutside',
    summary: 'Move files outside projects into a new folder, all or none',
    body: calls.OutsideRequest,
    answer: calls.OutsideMoved
  },
  'POST outside/undo': {
    id: 'undoMoveOutside',
    summary: 'Move them back',
    body: calls.OutsideUndo,
    none: 'Moved'
  },
  'GET builds': {
    id: 'listBuilds',
    summary: 'Builds, the newest first',
    query: BuildQuery,
    answer: calls.BuildList
  },
  'GET builds/{id}': { id: 'getBuild', summary: 'One build', answer: Build },
  'DELETE builds/{id}': {
    id: 'cancelBuild',
    summary: 'Cancel it, and answer when nothing of it runs',
    answer: Build
  },
  'GET builds/{id}/log': {
    id: 'getBuildLog',
    summary:
      'The log from a byte offset; with `Accept: text/event-stream` it is followed',
    query: LogQuery
  },
  'POST switches': {
    id: 'beginSwitch',
    summary: 'Move to a project; the answer alone has the ticket',
    body: calls.SwitchRequest,
    status: 202,
    answer: Switch
  },
  'GET switches/latest': {
    id: 'getLatestSwitch',
    summary: 'The switch under way, or the last one',
    answer: Switch,
    none: 'There was none yet'
  },
  'GET switches/{id}': {
    id: 'getSwitch',
    summary: 'One switch; also for who has its ticket',
    answer: Switch
  },
  'DELETE switches/{id}': {
    id: 'cancelSwitch',
    summary: 'Undo a switch that is not active yet',
    answer: Switch
  },
  'GET switches/{id}/log': {
    id: 'getStartLog',
    summary: 'What the server printed that this switch started, and that failed'
  },
  'POST switches/{id}/saved': {
    id: 'reportSaved',
    summary: 'A page of the old server has saved what it could',
    body: calls.SavedRequest,
    answer: Switch
  },
  'POST switches/{id}/arrived': {
    id: 'reportArrived',
    summary: 'The page of the new server is there',
    answer: Switch
  }
} as const satisfies Record<string, Call>;

/** A method and a path below the API, e.g. `GET projects/{id}`. */
export type Route = keyof typeof ROUTES;

type Of<R extends Route, Key extends string> =
  (typeof ROUTES)[R] extends Readonly<
    Record<Key, infer Schema extends z.ZodType>
  >
    ? Schema
    : z.ZodUndefined;

/** The body as the service reads it. */
export type RouteBody<R extends Route> = z.output<Of<R, 'body'>>;
export type RouteQuery<R extends Route> = z.output<Of<R, 'query'>>;
/** The answer's JSON; `undefined` where it is no JSON, or has no content. */
export type RouteAnswer<R extends Route> =
  | z.output<Of<R, 'answer'>>
  | ((typeof ROUTES)[R] extends { readonly none: string } ? undefined : never);
