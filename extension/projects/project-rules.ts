import type {
  Build,
  Image,
  Project
} from 'jupyterlab-projects-companion/contract';

export type FailedStart = NonNullable<Project['failedStart']>;

/**
 * The last server that did not start or did not stay, where nothing was built
 * since.
 */
export function failedStartOf({
  failedStart,
  build
}: Project): FailedStart | undefined {
  const built = build?.endedAt ?? build?.startedAt ?? '';
  return failedStart && failedStart.at >= built ? failedStart : undefined;
}

/**
 * Whether there is a log of anything.
 */
export function hasLog(project: Project): boolean {
  return project.build !== undefined || failedStartOf(project) !== undefined;
}

/**
 * The build, if it has not ended.
 */
export function underWay(build: Build | undefined): Build | undefined {
  return build && !['built', 'failed', 'cancelled'].includes(build.phase)
    ? build
    : undefined;
}

/**
 * The image that a switch would start, if one is left.
 */
export function usableImage(project: Project): Image | undefined {
  return [project.image, ...project.images].find(image => image?.available);
}

/**
 * Whether it has files of its own that can be copied.
 */
export function duplicable({ state, warning, copy }: Project): boolean {
  return (
    !['unmanaged', 'unbuilt', 'building'].includes(state) &&
    warning === undefined &&
    copy === undefined
  );
}

/**
 * Whether it can be made a project: no file, and no folder that is broken.
 */
export function adoptable({ state, warning }: Project): boolean {
  return state === 'unmanaged' && warning === undefined;
}
