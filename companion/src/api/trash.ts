import type { OutsideFiles } from '../files/outside-files.ts';
import type { Trash } from '../files/trash.ts';
import type { Handlers } from './route.ts';

export interface TrashHandlersDeps {
  readonly trash: Trash;
  readonly outside: OutsideFiles;
}

type TrashRoute =
  | 'GET trash'
  | 'POST trash/purge'
  | 'POST trash/{id}/restore'
  | 'DELETE trash/{id}'
  | 'POST outside/move'
  | 'POST outside/undo';

/** Deleted folders, and files that are in no project. */
export function trashHandlers({
  trash,
  outside
}: TrashHandlersDeps): Handlers<TrashRoute> {
  return {
    'GET trash': async ({ user }) => ({ trash: await trash.list(user) }),
    'POST trash/purge': async ({ user }) => ({
      trash: await trash.empty(user, 'all')
    }),
    'POST trash/{id}/restore': ({ user, id }) => trash.restore(user, id),
    'DELETE trash/{id}': async ({ user, id }) => {
      await trash.purge(user, id);
      return undefined;
    },
    'POST outside/move': ({ user, body }) => outside.move(user, body),
    'POST outside/undo': async ({ user, body }) => {
      await outside.undo(user, body.id);
      return undefined;
    }
  };
}
