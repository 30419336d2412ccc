import * as contract from '../contract/contract.ts';
import { at, call, ofId, post, postOfId } from './operation.ts';
import type { ZodOpenApiPathsObject } from 'zod-openapi';

/** Trash, and files outside projects, for OpenAPI. */
export const TRASH_PATHS: ZodOpenApiPathsObject = {
  [at('projects/{id}/duplicate')]: {
    post: call({
      id: 'duplicateProject',
      summary: 'Begin to copy it; `copy` of the new project says how far it is',
      body: contract.DuplicateRequest,
      status: 202,
      answer: contract.Project,
      more: postOfId
    })
  },
  [at('projects/{id}/adopt')]: {
    post: call({
      id: 'adoptFolder',
      summary: 'Make a project of an unmanaged folder; no file is changed',
      body: contract.AdoptRequest,
      status: 202,
      answer: contract.Adopted,
      more: postOfId
    })
  },
  [at('trash')]: {
    get: call({
      id: 'listTrash',
      summary: 'What was deleted, the latest first',
      answer: contract.TrashList
    })
  },
  [at('trash/purge')]: {
    post: call({
      id: 'emptyTrash',
      summary: 'Delete all of it for good; answers what is left',
      answer: contract.TrashList,
      more: post
    })
  },
  [at('trash/{id}')]: {
    delete: call({
      id: 'purgeTrashed',
      summary: 'Delete it for good',
      status: 204,
      more: ofId
    })
  },
  [at('trash/{id}/restore')]: {
    post: call({
      id: 'restoreTrashed',
      summary: 'Bring it back, as `name-2` where its name is taken',
      answer: contract.Project,
      more: postOfId
    })
  },
  [at('outside/move')]: {
    post: call({
      id: 'moveOutside',
      summary: 'Move files outside projects into a new folder, all or none',
      body: contract.OutsideRequest,
      answer: contract.OutsideMoved,
      more: post
    })
  },
  [at('outside/undo')]: {
    post: call({
      id: 'undoMoveOutside',
      summary: 'Move them back',
      body: contract.OutsideUndo,
      status: 204,
      more: post
    })
  }
};
