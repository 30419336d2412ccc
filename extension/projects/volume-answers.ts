import type {
  OutsideMoved,
  ProjectList,
  Trashed,
  TrashList
} from 'jupyterlab-projects-companion/contract';
import { visible } from './visible.ts';
import { list, shaped } from './shapes.ts';

/**
 * Read a deleted folder.
 */
export function trashed(value: unknown): Trashed | null {
  const shape = shaped<Trashed>(value, ['id'], {
    name: '',
    deletedAt: '',
    bytes: null
  });
  return (
    shape && {
      ...shape,
      ...(shape.title === undefined ? {} : { title: visible(shape.title) })
    }
  );
}

/**
 * Read the entries of the trash.
 */
export function trashList(value: unknown): TrashList | null {
  const shape = shaped<TrashList>(value, [], {});
  return shape && { ...shape, trash: list(shape.trash, trashed) };
}

/**
 * Read the files in no project.
 */
export function outside(
  value: unknown
): NonNullable<ProjectList['outside']> | null {
  return shaped<NonNullable<ProjectList['outside']>>(value, [], {
    files: 0,
    names: []
  });
}

/**
 * Read the files that were moved into a new folder.
 */
export function outsideMoved(value: unknown): OutsideMoved | null {
  return shaped<OutsideMoved>(value, ['id', 'name'], { names: [] });
}
