import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project, Trashed } from 'jupyterlab-projects-companion/contract';
import { visible } from '../projects/visible.ts';
import type { IProjectsModel } from '../tokens.ts';
import type { IMovedFiles } from '../volume-tokens.ts';
import type { Names } from '../projects/names.ts';
import { renaming } from '../projects/names.ts';

/**
 * Something that was done, and how it can be undone.
 */
export interface Notice {
  readonly text: string;
  readonly undo?: () => Promise<unknown>;
}

/**
 * How long a notice stays, in milliseconds: one that can be undone, and others.
 */
export const UNDO_MS = 15_000;
export const NOTICE_MS = 8000;

/**
 * Tell that a project is in the trash, or had no files to keep.
 */
export function removedNotice(
  { title }: Project,
  trashed: Trashed | null,
  model: IProjectsModel,
  trans: TranslationBundle
): Notice {
  return trashed
    ? {
        text: trans.__('%1 is in the trash.', title),
        undo: () => model.volume.restore(trashed.id)
      }
    : { text: trans.__('%1 was removed. It had no files.', title) };
}

/**
 * Tell that a deleted project is back, maybe under another name.
 */
export function restoredNotice(
  { name }: Trashed,
  project: Project,
  trans: TranslationBundle
): Notice {
  return {
    text:
      project.name === name
        ? trans.__('%1 is back.', project.title)
        : trans.__('Restored as %1.', visible(project.name))
  };
}

/**
 * Tell that a project, or its folder, has another name.
 */
export function renamedNotice(
  before: Project,
  now: Names,
  model: Pick<IProjectsModel, 'change'>,
  trans: TranslationBundle
): Notice {
  const { id, title } = before;
  return {
    text:
      now.title === title
        ? trans.__('The folder of %1 is %2 now.', title, visible(now.name))
        : trans.__('%1 is %2 now.', title, now.title),
    undo: () => model.change(id, renaming(now, before))
  };
}

/**
 * Tell that files which were in no project are in one now.
 */
export function movedNotice(
  moved: IMovedFiles,
  model: IProjectsModel,
  trans: TranslationBundle
): Notice {
  return {
    text: trans._n(
      '%1 file is in %2 now.',
      '%1 files are in %2 now.',
      moved.files,
      visible(moved.name)
    ),
    undo: () => model.volume.moveBack(moved)
  };
}
