import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Image,
  Project,
  Switch
} from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../tokens.ts';
import { RESCUE } from '../projects/rescue.ts';

/**
 * The projects of a switch, and what to call them.
 */
export interface SwitchNames {
  readonly to: string;
  /** The title of the project that is left; `null` where there is none. */
  readonly from: string | null;
  readonly project: Project | undefined;
  readonly previous: Project | undefined;
  /** True when the project stays and only its image changes. */
  readonly restarts: boolean;
}

/**
 * Return the names of a switch. A project that is not yet in the list is called
 * “the project”.
 */
export function namesOf(
  item: Switch,
  model: IProjectsModel,
  trans: TranslationBundle
): SwitchNames {
  const find = (id: string | null): Project | undefined =>
    model.projects?.find(project => project.id === id);
  const project = find(item.project);
  const previous = find(item.from);
  const title = (id: string): string =>
    titleOf(id, model, trans) ?? trans.__('the project');
  return {
    to: title(item.project),
    from: item.from === null ? null : title(item.from),
    project,
    previous,
    restarts: item.from === item.project
  };
}

/**
 * Return the title of a project, or of the rescue Lab, if it is known.
 */
export function titleOf(
  id: string,
  { projects }: Pick<IProjectsModel, 'projects'>,
  trans: TranslationBundle
): string | undefined {
  return id === RESCUE
    ? trans.__('Rescue Lab')
    : projects?.find(project => project.id === id)?.title;
}

/**
 * Return the newest available image but the one that was tried; by default,
 * that is the newest of all.
 */
export function otherImage(
  project: Project | undefined,
  tried = project?.images[0]?.id
): Image | undefined {
  return project?.images.find(({ id, available }) => available && id !== tried);
}

/**
 * A day as people write it: `12 Nov`.
 */
export function day(time: string): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    day: 'numeric',
    month: 'short'
  }).format(new Date(time));
}

/**
 * A time of the day: `14:02`.
 */
export function clock(time: string): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    hour: '2-digit',
    minute: '2-digit'
  }).format(new Date(time));
}
