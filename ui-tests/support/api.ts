/** The companion's API as a script uses it: sets up what a test starts from. */
import { type APIRequestContext, expect } from '@playwright/test';
import type {
  Build,
  Created,
  Project,
  ProjectList,
  Switch
} from 'jupyterlab-projects-companion/contract';
import type { Companion } from './companion.ts';

export class Api {
  constructor(
    private readonly request: APIRequestContext,
    private readonly companion: Companion
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.call<T>('get', path);
  }

  async post<T>(path: string, data: unknown): Promise<T> {
    return this.call<T>('post', path, data);
  }

  /** Make a project and wait until its image is built. */
  async project(source: string): Promise<Project> {
    const { project, build } = await this.post<Created>('projects', { source });
    await expect
      .poll(
        async () => {
          const { phase, error } = await this.get<Build>(`builds/${build.id}`);
          return error?.detail ?? phase;
        },
        { timeout: 180_000, intervals: [250] }
      )
      .toBe('built');
    return this.find(project.id);
  }

  /** Return the one project that there is. */
  async only(): Promise<Project> {
    const { projects } = await this.get<ProjectList>('projects');
    expect(projects).toHaveLength(1);
    return projects[0]!;
  }

  async find(id: string): Promise<Project> {
    const { projects } = await this.get<ProjectList>('projects');
    const found = projects.find(project => project.id === id);
    expect(found, `project ${id}`).toBeDefined();
    return found!;
  }

  /** Switch to a project and wait until its server is the active one. */
  async open(project: Project): Promise<Project> {
    const { id } = await this.post<Switch>('switches', { project: project.id });
    await expect
      .poll(
        async () => {
          const { phase, error } = await this.get<Switch>(`switches/${id}`);
          return error?.detail ?? phase;
        },
        { timeout: 120_000, intervals: [250] }
      )
      .toBe('done');
    return this.find(project.id);
  }

  private async call<T>(
    method: 'get' | 'post',
    path: string,
    data?: unknown
  ): Promise<T> {
    const { origin, token } = this.companion;
    const response = await this.request[method](
      `${origin}/services/projects/api/v1/${path}`,
      {
        headers: { Authorization: `token ${token}` },
        ...(data === undefined ? {} : { data })
      }
    );
    const body = await response.text();
    expect(response.ok(), `${method} ${path}: ${body}`).toBe(true);
    return JSON.parse(body) as T;
  }
}
