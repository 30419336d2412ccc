import type {
  Build,
  Project,
  Switch
} from 'jupyterlab-projects-companion/contract';

/**
 * A build or a switch. Answers and events come by two ways, so an older state
 * may come after a newer one. Both kinds only gain steps, and end once.
 */
interface IOperation {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  readonly steps: readonly unknown[];
}

/**
 * True when `next` is older than `known`.
 */
export function isStale(
  known: IOperation | null | undefined,
  next: IOperation
): boolean {
  if (!known) {
    return false;
  }
  if (known.id !== next.id) {
    return next.startedAt < known.startedAt;
  }
  return (
    next.steps.length < known.steps.length ||
    (known.endedAt !== undefined && next.endedAt === undefined)
  );
}

/**
 * Return the newer of two switches. A ticket comes only with the answer to
 * POST, so it is kept.
 */
export function newerSwitch(known: Switch | null, next: Switch): Switch {
  const ticket = known?.id === next.id ? known.ticket : undefined;
  const newer = known && isStale(known, next) ? known : next;
  const kept = newer.ticket ?? ticket ?? next.ticket;
  return kept === undefined || newer.id !== next.id
    ? newer
    : { ...newer, ticket: kept };
}

/**
 * Return a project with the newer of its own build and the known one.
 */
export function withBuild(project: Project, known: Build | undefined): Project {
  const { build } = project;
  return !known || (build && !isStale(known, build))
    ? project
    : { ...project, build: known };
}
