import type {
  Build,
  Project,
  ProjectList,
  ServerEvent,
  Switch,
  Trashed,
  Usage
} from 'jupyterlab-projects-companion/contract';
import { isStale, newerSwitch, withBuild } from './freshness.ts';

/**
 * This page's copy of the user's projects. Objects that are older than the
 * known ones are ignored.
 */
export class Records {
  /**
   * The projects, or `null` until the first list has come.
   */
  projects: readonly Project[] | null = null;

  /**
   * How many projects the user may have.
   */
  limit: number | null = null;

  /**
   * The latest switch.
   */
  switching: Switch | null = null;

  /**
   * The entries of the trash, or `null` until they are known.
   */
  trash: readonly Trashed[] | null = null;

  /**
   * The files in no project, or `null` while the volume cannot be asked.
   */
  outside: ProjectList['outside'] | null = null;

  /**
   * The use of the volume, or `null` until it is known.
   */
  usage: Usage | null = null;

  /**
   * Begin to wait for a whole list. Events that come meanwhile are newer than
   * the list, or in it already: they are applied again on top of it.
   *
   * @returns A function that takes over the list, unless another list was asked
   * for since.
   */
  awaitList(): (list: ProjectList, latest: Switch | null) => boolean {
    const since: ServerEvent[] = [];
    this._since = since;
    return (list, latest) => {
      if (this._since !== since) {
        return false;
      }
      this._since = null;
      this._replace(list, latest);
      since.forEach(event => this.apply(event));
      return true;
    };
  }

  /**
   * Take over the news of an event.
   *
   * @returns The build that changed, if one did.
   */
  apply(event: ServerEvent): Build | null {
    this._since?.push(event);
    switch (event.event) {
      case 'project':
        this.put(event.data);
        return null;
      case 'project-removed':
        this.remove(event.data.id);
        return null;
      case 'build':
        return this.putBuild(event.data) ? event.data : null;
      case 'switch':
        this.putSwitch(event.data);
        return null;
      case 'trash':
        this.putTrash(event.data.trash);
        return null;
      case 'usage':
        this.usage = event.data;
        return null;
    }
  }

  /**
   * Begin to wait for the trash. If an event brings the trash meanwhile, that
   * is newer and stays.
   */
  awaitTrash(): (trash: readonly Trashed[]) => void {
    const before = this.trash;
    return trash => {
      if (this.trash === before) {
        this.trash = trash;
      }
    };
  }

  /**
   * Replace the entries of the trash.
   */
  putTrash(trash: readonly Trashed[]): void {
    this.trash = trash;
  }

  /**
   * Find a project by its id.
   */
  find(id: string): Project | undefined {
    return this.projects?.find(project => project.id === id);
  }

  /**
   * Add or change a project.
   */
  put(next: Project): void {
    const known = this.find(next.id);
    const project = withBuild(next, known?.build);
    const others = this.projects?.filter(old => !hasBecome(old, next)) ?? [];
    this.projects = known
      ? others.map(old => (old === known ? project : old))
      : [...others, project];
  }

  /**
   * Add or change a build.
   *
   * @returns True when the build is news.
   */
  putBuild(build: Build): boolean {
    const project = this.find(build.project);
    if (project && isStale(project.build, build)) {
      return false;
    }
    if (project) {
      this.put({ ...project, build });
    }
    return true;
  }

  /**
   * Add or change the latest switch.
   */
  putSwitch(next: Switch): void {
    this.switching = newerSwitch(this.switching, next);
  }

  /**
   * Forget a project.
   */
  remove(id: string): void {
    this.projects = this.projects?.filter(project => project.id !== id) ?? null;
  }

  private _replace(list: ProjectList, latest: Switch | null): void {
    this.projects = list.projects.map(project =>
      withBuild(project, this.find(project.id)?.build)
    );
    this.limit = list.limit;
    this.outside = list.outside ?? null;
    this.usage = list.usage;
    if (latest) {
      this.putSwitch(latest);
    }
  }

  private _since: ServerEvent[] | null = null;
}

/**
 * True when a folder has become that project, which has another id.
 */
function hasBecome(folder: Project, { id, name }: Project): boolean {
  return (
    folder.state === 'unmanaged' && folder.id !== id && folder.name === name
  );
}
