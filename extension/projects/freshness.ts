import type {
  Build,
  Project,
  Switch
} from 'jupyterlab-projects-companion/contract';

/**
 * Answers and events come by two ways, so an object may come after a newer one
 * of itself. Both kinds only ever gain steps, and end once.
 */
interface IOperation {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  readonly steps: readonly unknown[];
}

/**
 * Whether `next` is older than what is known.
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
 * The newer of two switches. A ticket comes only with the answer to POST, and is
 * kept.
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
 * A project with the newer of its own build and the one that is known.
 */
export function withBuild(project: Project, known: Build | undefined): Project {
  const { build } = project;
  return !known || (build && !isStale(known, build))
    ? project
    : { ...project, build: known };
}
