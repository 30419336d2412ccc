import { randomBytes } from 'node:crypto';
import { Failed } from '../base/errors.ts';
import { whenAvailable } from '../volumes/volume-failure.ts';
import type {
  OutsideMoved,
  OutsideRequest,
  ProjectList
} from '../contract/contract.ts';
import type { Records } from '../records/records.ts';
import type { Volumes } from '../volumes/volumes.ts';

export interface OutsideFilesDeps {
  readonly records: Pick<Records, 'projects'>;
  readonly volumes: Pick<Volumes, 'of'>;
}

/** How many names the list shows. */
const SHOWN = 100;

/** Lists files of a volume that was a plain home; moves them into a project. */
export class OutsideFiles {
  readonly #deps: OutsideFilesDeps;

  constructor(deps: OutsideFilesDeps) {
    this.#deps = deps;
  }

  async summary(user: string): Promise<Pick<ProjectList, 'outside'>> {
    const asked = this.#deps.volumes.of(user).outside();
    const files = await whenAvailable(asked, undefined);
    if (!files) {
      return {};
    }
    const names = files.slice(0, SHOWN).map(({ name }) => name);
    return { outside: { files: files.length, names } };
  }

  /** Move the named files, or all, into a new folder: every one, or none. */
  async move(
    user: string,
    { name, names }: OutsideRequest
  ): Promise<OutsideMoved> {
    const { records, volumes } = this.#deps;
    const volume = volumes.of(user);
    const known = await records.projects.of(user);
    const chosen =
      names ?? (await volume.outside()).map(({ name: file }) => file);
    const projects = new Set(known.map(project => project.name));
    if (projects.has(name)) {
      throw new Failed('project-exists', `${name} is a project already.`, {
        field: 'name',
        values: { name }
      });
    }
    const project = chosen.find(file => projects.has(file));
    if (project !== undefined) {
      throw new Failed('invalid-request', `${project} is a project.`, {
        field: 'names'
      });
    }
    const id = randomBytes(8).toString('hex');
    await volume.gather(chosen, name, id);
    return { id, name, names: chosen };
  }

  async undo(user: string, id: string): Promise<void> {
    await this.#deps.volumes.of(user).scatter(id);
  }
}
