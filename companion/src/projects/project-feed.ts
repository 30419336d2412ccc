import type { Logger } from 'pino';
import type { Events } from '../events/events.ts';
import type { ProjectFeed } from '../events/project-feed.ts';
import type { Records } from '../records/records.ts';
import type { ReadModel } from './read-model.ts';

export interface PublishedFeedDeps {
  readonly records: Pick<Records, 'projects'>;
  readonly view: Pick<ReadModel, 'one'>;
  readonly events: Pick<Events, 'publish'>;
  readonly log: Pick<Logger, 'error'>;
}

/**
 * Publishes the whole project whenever something about it changed: changes that
 * come while it is being put together make one more event, not one each.
 */
export class PublishedFeed implements ProjectFeed {
  readonly #deps: PublishedFeedDeps;
  readonly #dirty = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(deps: PublishedFeedDeps) {
    this.#deps = deps;
  }

  changed(user: string, project: string): void {
    this.#dirty.add(project);
    if (!this.#running.has(project)) {
      const running = this.#run(user, project)
        .catch((error: unknown) => {
          this.#deps.log.error(
            { err: error, project },
            'Pages were not told of a project; they show it as before'
          );
        })
        .finally(() => {
          this.#running.delete(project);
        });
      this.#running.set(project, running);
    }
  }

  /** Publishes the projects of these names, as their folders have changed. */
  foldersChanged(user: string, names: readonly string[]): void {
    const { records, log } = this.#deps;
    records.projects
      .of(user)
      .then(projects => {
        projects
          .filter(({ name }) => names.includes(name))
          .forEach(({ id }) => {
            this.changed(user, id);
          });
      })
      .catch((error: unknown) => {
        log.error(
          { err: error, user },
          'Pages were not told of changed folders; they show them as before'
        );
      });
  }

  /** Resolves when all that changed so far was published. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.all(this.#running.values());
    }
  }

  async #run(user: string, project: string): Promise<void> {
    while (this.#dirty.delete(project)) {
      const record = await this.#deps.records.projects.find(user, project);
      if (record) {
        const data = await this.#deps.view.one(record);
        this.#deps.events.publish(user, { event: 'project', data });
      }
    }
  }
}
