import type { Build, Failure, Source } from '../contract/contract.ts';
import type { ProjectImages } from '../builds/project-images.ts';
import type { Driver } from '../drivers/driver.ts';
import { RESCUE } from '../drivers/slug.ts';
import { Failed } from '../base/errors.ts';
import type { ProjectRecord } from '../records/projects.ts';
import type { Records } from '../records/records.ts';
import type { Volumes } from '../volumes/volumes.ts';
import { type Rescue, rescueProject } from './rescue.ts';

export interface TargetsDeps {
  readonly records: Records;
  readonly driver: Pick<Driver, 'fill'>;
  readonly volumes: Pick<Volumes, 'of'>;
  readonly images: ProjectImages;
  readonly builds: { last(project: string): Promise<Build | undefined> };
  readonly rescue: Pick<Rescue, 'target'>;
}

export interface Startable {
  readonly image: string;
  readonly seed: boolean;
  /** With `seed`: true when the user has never opened a project. */
  readonly newVolume?: boolean;
}

/** The image that a switch would start, or a build that will make it. */
export type Target = Startable | { readonly build: Build };

/** Finds what a request can start, or fails with the reason. */
export class Targets {
  readonly #deps: TargetsDeps;

  constructor(deps: TargetsDeps) {
    this.#deps = deps;
  }

  async project(user: string, id: string): Promise<ProjectRecord> {
    return id === RESCUE
      ? rescueProject(user)
      : await this.#deps.records.projects.require(user, id);
  }

  async slug(project: string): Promise<string | undefined> {
    if (project === RESCUE) {
      return RESCUE;
    }
    return (await this.#deps.records.projects.any(project))?.slug;
  }

  /**
   * Return a build under way, to be waited for, when nothing can be started
   * without it, and when the user is `here` already: a user who rebuilds the
   * project they work in and switches to it wants the new image. From elsewhere
   * the last good image opens at once.
   */
  target(
    project: ProjectRecord,
    image: string | null,
    here: boolean
  ): Promise<Target> {
    return project.id === RESCUE
      ? this.#deps.rescue.target(project.user)
      : this.#target(project, image, here);
  }

  async #target(
    project: ProjectRecord,
    image: string | null,
    here: boolean
  ): Promise<Target> {
    const { builds, images } = this.#deps;
    const build = await builds.last(project.id);
    const waitFor = underWay(build);
    const newest = async () => (await images.newest(project.id))?.id;
    const wanted = image ?? (here && waitFor ? undefined : await newest());
    if (wanted === undefined) {
      return waitFor ?? this.#unbuilt(project, build);
    }
    if (image !== null && !(await images.has(project.id, image))) {
      throw await this.#unavailable(project, image);
    }
    const seed = await this.isMissing(project);
    return seed
      ? (waitFor ?? (await this.#seeded(project, wanted)))
      : { image: wanted, seed };
  }

  /** True when the project's folder is missing, and has to be filled first. */
  async isMissing(project: ProjectRecord): Promise<boolean> {
    const volume = this.#deps.volumes.of(project.user);
    const folder = await volume.find(project.name);
    if (folder && folder.kind !== 'folder') {
      throw missing(project, `is a ${folder.kind}, not a folder`);
    }
    return folder === undefined;
  }

  /** A driver without `fill` has builders that fill folders themselves. */
  async #seeded(project: ProjectRecord, image: string): Promise<Target> {
    if (!this.#deps.driver.fill || project.lastUsed !== null) {
      throw missing(project, 'is no longer there');
    }
    const opened = await this.#deps.records.projects.someUsed(project.user);
    return { image, seed: true, newVolume: !opened };
  }

  #unbuilt(project: ProjectRecord, build: Build | undefined): never {
    throw new Failed(
      'image-unavailable',
      `${project.title} has no image that can be started. Build it first.`,
      { actions: build ? ['retry', 'view-log', 'stay'] : ['retry', 'stay'] }
    );
  }

  async #unavailable(project: ProjectRecord, image: string): Promise<Failed> {
    const other = await this.#deps.images.hasOther(project.id, image);
    return new Failed(
      'image-unavailable',
      `${project.title} has no such image, or it was removed.`,
      {
        values: { image },
        actions: other ? ['previous-image', 'stay'] : ['stay']
      }
    );
  }
}

function underWay(build: Build | undefined): { build: Build } | undefined {
  return build && build.endedAt === undefined ? { build } : undefined;
}

/** Return the image of an ended build, or throw why there is none. */
export function imageOf(build: Build): string {
  if (build.phase === 'built' && build.image !== undefined) {
    return build.image;
  }
  if (build.error) {
    throw failedAs(build.error);
  }
  throw build.endedAt === undefined
    ? new Failed('interrupted', 'The build was interrupted.')
    : new Failed('build-failed', 'The build was cancelled.', {
        actions: ['retry', 'stay']
      });
}

function failedAs({ code, detail, ...failure }: Failure): Failed {
  return new Failed(code, detail, {
    ...failure,
    actions: ['view-log', 'retry', 'stay']
  });
}

function missing(project: ProjectRecord, why: string): Failed {
  return new Failed('folder-missing', `The folder ${project.name} ${why}.`, {
    values: { folder: project.name },
    actions: ['stay']
  });
}

/** Return the variables that tell a server its source, as in BinderHub. */
export function environmentOf(
  { source }: Pick<ProjectRecord, 'source'>,
  root: string,
  launchHost?: string
): Record<string, string> {
  const places = { PROJECTS_ROOT: root };
  if (source === undefined) {
    return places;
  }
  const { url, provider, spec } = source;
  return {
    ...places,
    ...(launchHost === undefined ? {} : { BINDER_LAUNCH_HOST: launchHost }),
    BINDER_REPO_URL: url,
    BINDER_REF_URL: refUrl(source),
    BINDER_REQUEST: `v2/${provider}/${spec}`,
    BINDER_PERSISTENT_REQUEST: `v2/${provider}/${resolved(source)}`
  };
}

/** Return the web page of a commit, or `url` when the provider has none. */
function refUrl({ url, provider, commit }: Source): string {
  const base = url.replace(/\.git$/, '').replace(/\/$/, '');
  const infix = { gh: 'tree', gl: '-/tree' }[provider];
  return infix === undefined ? url : `${base}/${infix}/${commit}`;
}

function resolved({ spec, ref, commit }: Source): string {
  return spec.endsWith(`/${ref}`)
    ? `${spec.slice(0, -ref.length)}${commit}`
    : spec;
}
