import type { Build, Project } from 'jupyterlab-projects-companion/contract';
import { adoptable, duplicable } from '../projects/project-rules.ts';
import { isInUse } from '../words/removal.ts';
import { isTroubled, offersRescue } from '../projects/rescue.ts';
import { hasLog } from '../projects/project-rules.ts';
import { isUnderWay } from '../projects/switch-rules.ts';
import type { IProjectsModel } from '../tokens.ts';

/**
 * True while a build can still change.
 */
export function isBuilding(build: Build | undefined): boolean {
  return (
    build !== undefined &&
    !['built', 'failed', 'cancelled'].includes(build.phase)
  );
}

/**
 * The rules for the commands: which are possible now, and for which projects.
 */
export class CommandRules {
  private readonly _model: IProjectsModel;

  constructor(model: IProjectsModel) {
    this._model = model;
  }

  /**
   * Find the project of an id, or the active one when no id is given.
   */
  find(id: unknown): Project | undefined {
    return this._model.projects?.find(project =>
      typeof id === 'string' ? project.id === id : project.active
    );
  }

  /**
   * True while the companion can be asked for changes.
   */
  get isOnline(): boolean {
    return this._model.connection.state === 'online';
  }

  get canSwitchAny(): boolean {
    return this.isOnline && !isUnderWay(this._model.switching);
  }

  readonly canSwitchTo = (project: Project): boolean =>
    this.canSwitchAny &&
    !isInUse(project) &&
    (project.images.length > 0 || isBuilding(project.build));

  get canOpenRescue(): boolean {
    return this.canSwitchAny && offersRescue(this._model);
  }

  /** True in the palette, and in the menu of a project that rescue may help. */
  readonly showsRescue = (id: unknown): boolean => {
    const project = id === undefined ? undefined : this.find(id);
    return (
      offersRescue(this._model) &&
      (!project || isTroubled(project, this._model))
    );
  };

  readonly canRebuild = (project: Project): boolean =>
    this.isOnline &&
    project.source !== undefined &&
    !isBuilding(project.build) &&
    (!project.active || this.canSwitchAny);

  readonly hasLog = hasLog;

  readonly canAdopt = adoptable;

  readonly canRename = ({ state }: Project): boolean =>
    this.isOnline && state !== 'unmanaged';

  readonly canDuplicate = (project: Project): boolean =>
    this.isOnline && duplicable(project);

  readonly canCancelBuild = (project: Project): boolean =>
    this.isOnline && isBuilding(project.build);

  readonly hasSource = (project: Project): boolean =>
    project.source !== undefined;

  readonly canStop = (project: Project): boolean =>
    this.isOnline && project.state === 'running';

  get canCancelSwitch(): boolean {
    const { switching } = this._model;
    return (
      this.isOnline && isUnderWay(switching) && switching?.cancellable === true
    );
  }

  /**
   * List the projects with which something can be done, the last used first.
   */
  which(can: (project: Project) => boolean): Project[] {
    return (this._model.projects ?? [])
      .filter(can)
      .sort((a, b) => (b.lastUsed ?? '').localeCompare(a.lastUsed ?? ''));
  }

  /**
   * The project that the user was in before, or else the last used one.
   */
  get previous(): Project | undefined {
    const from = this._model.switching?.from;
    const candidates = this.which(this.canSwitchTo);
    return candidates.find(project => project.id === from) ?? candidates[0];
  }
}
