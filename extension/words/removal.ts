import type { TranslationBundle } from '@jupyterlab/translation';
import type { Project, Switch } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../tokens.ts';
import { underWay } from '../projects/project-rules.ts';
import { isUnderWay } from '../projects/switch-rules.ts';

/**
 * Return the label of the action that deletes a project. A project that was
 * never built has no folder, so there is nothing to keep in the trash.
 */
export function removalLabel(
  { state }: Project,
  trans: TranslationBundle
): string {
  return state === 'unbuilt' ? trans.__('Remove') : trans.__('Move to trash');
}

/**
 * Return why a project cannot be deleted now; nothing if it can be.
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
 * True while the user works in the project. An active project without a URL is
 * not in use: its server has ended, on a full disk say.
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
