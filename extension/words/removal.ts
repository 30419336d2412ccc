import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project, Switch } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../tokens.ts';
import { underWay } from '../projects/project-rules.ts';
import { isUnderWay } from '../projects/switch-rules.ts';

/**
 * What it is called to delete a project. One that was never built has no folder,
 * so that there is nothing to keep.
 */
export function removalLabel(
  { state }: Project,
  trans: TranslationBundle
): string {
  return state === 'unbuilt' ? trans.__('Remove') : trans.__('Move to trash');
}

/**
 * Why a project cannot be deleted now, if that is so.
 */
export function removalReason(
  project: Project,
  model: Pick<IProjectsModel, 'connection' | 'switching'>,
  trans: TranslationBundle
): string | undefined {
  if (model.connection.state !== 'online') {
    return trans.__('Projects is offline.');
  }
  if (isInUse(project)) {
    return trans.__('You are working in it.');
  }
  if (underWay(project.build)) {
    return trans.__('It is being built.');
  }
  return concerns(model.switching, project)
    ? trans.__('A switch of it is under way.')
    : undefined;
}

/**
 * Whether the user works in it. Nobody does in one whose server has ended, on a
 * full disk say.
 */
export function isInUse({ active, url }: Project): boolean {
  return active && url !== undefined;
}

function concerns(item: Switch | null, { id }: Project): boolean {
  return (
    item !== null &&
    isUnderWay(item) &&
    (item.project === id || item.from === id)
  );
}
