import { z } from 'zod';
import * as contract from '../contract/contract.ts';
import {
  at,
  call,
  idParameter,
  ofId,
  open,
  post,
  postOfId,
  problem
} from './operation.ts';
import { TRASH_PATHS } from './trash-paths.ts';
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiPathsObject
} from 'zod-openapi';

/** What the routes answer, for OpenAPI. */

const log: ZodOpenApiOperationObject = {
  operationId: 'getBuildLog',
  summary:
    'The log from a byte offset; with `Accept: text/event-stream` it is followed',
  requestParams: {
    ...idParameter,
    query: z.object({ offset: z.int().min(0).optional() })
  },
  responses: {
    200: {
      description:
        'What is kept of the log; `X-Dropped-Bytes` were left out of the middle',
      headers: z.object({
        'X-Next-Offset': z.string(),
        'X-Dropped-Bytes': z.string(),
        'X-Complete': z.enum(['true', 'false'])
      }),
      content: {
        'text/plain': { schema: z.string() },
        'text/event-stream': { schema: z.string() }
      }
    },
    default: problem
  }
};

const events: ZodOpenApiOperationObject = {
  operationId: 'getEvents',
  summary:
    'What changes, as server-sent events; pages open a websocket here and send ClientMessage',
  requestParams: {
    header: z.object({ 'Last-Event-ID': z.string().optional() })
  },
  responses: {
    101: { description: 'A websocket that carries ServerMessage' },
    200: {
      description: 'ServerEvent, `opened` and `reset`',
      content: { 'text/event-stream': { schema: z.string() } }
    },
    default: problem
  }
};

const buildQuery = z.object({
  project: z.string().optional(),
  limit: z.int().min(1).max(100).optional(),
  before: z.string().optional()
});

export const PATHS: ZodOpenApiPathsObject = {
  [at('me')]: {
    get: call({
      id: 'getMe',
      summary: 'Who the user is, and what this site can do',
      answer: contract.Me
    })
  },
  [at('sources/resolve')]: {
    post: call({
      id: 'resolveSource',
      summary: 'What a source is and what a build would read',
      body: contract.ResolveRequest,
      answer: contract.Preview,
      more: post
    })
  },
  [at('projects')]: {
    get: call({
      id: 'listProjects',
      summary: 'Every folder of the volume, known or not',
      answer: contract.ProjectList
    }),
    post: call({
      id: 'createProject',
      summary: 'Make a project of a source and begin to build it',
      body: contract.CreateRequest,
      status: 202,
      answer: contract.Created,
      more: post
    })
  },
  [at('projects/{id}')]: {
    get: call({
      id: 'getProject',
      summary: 'One project',
      answer: contract.Project,
      more: ofId
    }),
    patch: call({
      id: 'changeProject',
      summary: 'Change its title, rename its folder, or follow its folder',
      body: contract.PatchRequest,
      answer: contract.Project,
      more: ofId
    }),
    delete: call({
      id: 'removeProject',
      summary: 'Move it to the trash; without a folder it is removed at once',
      answer: contract.Trashed,
      more: { ...ofId, responses: { 204: { description: 'Removed' } } }
    })
  },
  [at('projects/{id}/builds')]: {
    post: call({
      id: 'rebuildProject',
      summary: 'Build from the commit that its ref names now',
      body: contract.BuildRequest,
      status: 202,
      answer: contract.Build,
      more: postOfId
    })
  },
  [at('projects/{id}/stop')]: {
    post: call({
      id: 'stopProject',
      summary: 'Stop the server of a project',
      body: contract.StopRequest,
      answer: contract.Project,
      more: postOfId
    })
  },
  ...TRASH_PATHS,
  [at('builds')]: {
    get: call({
      id: 'listBuilds',
      summary: 'Builds, the newest first',
      answer: contract.BuildList,
      more: { requestParams: { query: buildQuery } }
    })
  },
  [at('builds/{id}')]: {
    get: call({
      id: 'getBuild',
      summary: 'One build',
      answer: contract.Build,
      more: ofId
    }),
    delete: call({
      id: 'cancelBuild',
      summary: 'Cancel it, and answer when nothing of it runs',
      answer: contract.Build,
      more: ofId
    })
  },
  [at('builds/{id}/log')]: { get: log },
  [at('switches')]: {
    post: call({
      id: 'beginSwitch',
      summary: 'Move to a project; the answer alone has the ticket',
      body: contract.SwitchRequest,
      status: 202,
      answer: contract.Switch,
      more: post
    })
  },
  [at('switches/latest')]: {
    get: call({
      id: 'getLatestSwitch',
      summary: 'The switch under way, or the last one',
      answer: contract.Switch,
      more: { responses: { 204: { description: 'There was none yet' } } }
    })
  },
  [at('switches/{id}')]: {
    get: call({
      id: 'getSwitch',
      summary: 'One switch; also for who has its ticket',
      answer: contract.Switch,
      more: { ...ofId, security: [{ token: [] }, { ticket: [] }] }
    }),
    delete: call({
      id: 'cancelSwitch',
      summary: 'Undo a switch that is not active yet',
      answer: contract.Switch,
      more: ofId
    })
  },
  [at('switches/{id}/log')]: {
    get: {
      operationId: 'getStartLog',
      summary:
        'What the server printed that this switch started, and that failed',
      requestParams: idParameter,
      responses: {
        200: {
          description: 'Its last part, without secrets',
          content: { 'text/plain': { schema: z.string() } }
        },
        default: problem
      }
    }
  },
  [at('switches/{id}/saved')]: {
    post: call({
      id: 'reportSaved',
      summary: 'A page of the old server has saved what it could',
      body: contract.SavedRequest,
      answer: contract.Switch,
      more: postOfId
    })
  },
  [at('switches/{id}/arrived')]: {
    post: call({
      id: 'reportArrived',
      summary: 'The page of the new server is there',
      answer: contract.Switch,
      more: postOfId
    })
  },
  [at('events')]: { get: events },
  '/healthz': {
    get: call({ id: 'getHealth', summary: 'The process lives', more: open })
  },
  '/readyz': {
    get: call({ id: 'getReadiness', summary: 'It can serve', more: open })
  }
};
