import type {
  Build,
  Image,
  Project
} from 'jupyterlab-projects-companion/contract';

export type FailedStart = NonNullable<Project['failedStart']>;

/**
 * Return the last start that failed or did not last, unless something was built
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
 * True when a build or a failed start has a log.
 */
export function hasLog(project: Project): boolean {
  return project.build !== undefined || failedStartOf(project) !== undefined;
}

/**
 * Return the build, if it has not ended.
 */
export function underWay(build: Build | undefined): Build | undefined {
  return build && !['built', 'failed', 'cancelled'].includes(build.phase)
    ? build
    : undefined;
}

/**
 * Return the image that a switch would start, if one is left.
 */
export function usableImage(project: Project): Image | undefined {
  return [project.image, ...project.images].find(image => image?.available);
}

/**
 * True when the project has files of its own that can be copied.
 */
export function duplicable({ state, warning, copy }: Project): boolean {
  return (
    !['unmanaged', 'unbuilt', 'building'].includes(state) &&
    warning === undefined &&
    copy === undefined
  );
}

/**
 * True when a folder can become a project. Files and broken folders cannot.
 */
export function adoptable({ state, warning }: Project): boolean {
  return state === 'unmanaged' && warning === undefined;
}
