import type { Project } from '../contract/contract.ts';

/** The progress of copies under way, by the project that they make. */
export class CopyProgress {
  readonly #copies = new Map<string, NonNullable<Project['copy']>>();

  get(project: string): Project['copy'] {
    return this.#copies.get(project);
  }

  set(project: string, copy: NonNullable<Project['copy']>): void {
    this.#copies.set(project, copy);
  }

  delete(project: string): void {
    this.#copies.delete(project);
  }
}
