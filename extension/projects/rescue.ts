import type { Project, Switch } from 'jupyterlab-projects-companion/contract';
import type { IProjectsModel } from '../tokens.ts';
import { hasMoved } from './switch-rules.ts';

/**
 * The project id in a switch to the rescue server; no project has this id.
 */
export const RESCUE = 'rescue';

/**
 * True when the user can be offered the rescue server.
 */
export function offersRescue({ me, switching }: RescueModel): boolean {
  return me?.capabilities.includes(RESCUE) === true && !isInRescue(switching);
}

/**
 * True while the latest switch has left the user's Lab on the rescue server.
 */
export function isInRescue(latest: Switch | null): boolean {
  return (
    latest !== null &&
    (hasMoved(latest) ? latest.project : latest.from) === RESCUE
  );
}

/**
 * True when something is wrong with a project, so that rescue may help.
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
