/** Is told of everything that changes about a project, and tells the pages. */
export interface ProjectFeed {
  changed(user: string, project: string): void;
}
