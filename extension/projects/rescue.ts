import type { Project, Switch } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../tokens.ts';
import { hasMoved } from './switch-rules.ts';

/**
 * What a switch to the rescue server names as its project; no project has it.
 */
export const RESCUE = 'rescue';

/**
 * Whether the user can be offered the rescue server.
 */
export function offersRescue({ me, switching }: RescueModel): boolean {
  return me?.capabilities.includes(RESCUE) === true && !isInRescue(switching);
}

/**
 * Whether the user's Lab runs on the rescue server: as the latest switch left it.
 */
export function isInRescue(latest: Switch | null): boolean {
  return (
    latest !== null &&
    (hasMoved(latest) ? latest.project : latest.from) === RESCUE
  );
}

/**
 * Whether something is wrong with a project, so that rescue may help.
 */
export function isTroubled(
  { id, warning, build }: Project,
  { switching }: RescueModel
): boolean {
  return (
    warning !== undefined ||
    build?.phase === 'failed' ||
    (switching?.phase === 'failed' && switching.project === id)
  );
}

type RescueModel = Pick<IProjectsModel, 'me' | 'switching'>;
