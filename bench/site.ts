/** What a benchmark measures: the real companion, repositories and a browser. */
import { request as http } from 'node:http';
import { type Browser, chromium } from '@playwright/test';
import type {
  Build,
  Created,
  Project,
  ProjectList,
  Switch
} from 'jupyterlab-projects-companion/contract';
import {
  type GitServer,
  startGitServer
} from '../companion/src/testing/git-server.ts';
import {
  type Companion,
  startCompanion
} from '../ui-tests/support/companion.ts';

const ENDED = ['done', 'failed', 'cancelled', 'built'];

export interface Site {
  readonly companion: Companion;
  readonly git: GitServer;
  readonly browser: Browser;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Make a project of a repository and wait until it is built. */
  project(repository: string): Promise<Project>;
  find(project: string): Promise<Project>;
  /** Begin a switch and wait until it is over, old server and all. */
  open(project: Project): Promise<Switch>;
  /** Wait until no switch is under way. */
  settled(): Promise<Switch>;
  close(): Promise<void>;
}

/** Start everything with these settings of the configuration file. */
export async function startSite(
  settings: Record<string, unknown>
): Promise<Site> {
  const git = await startGitServer();
  const companion = await startCompanion({
    allowSource: [`${git.url}/`],
    settings
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  });
  const api = `${companion.origin}/services/projects/api/v1/`;
  const call = async <T>(method: string, path: string, body?: unknown) => {
    const { status, text } = await ask(
      method,
      api + path,
      companion.token,
      body
    );
    if (status >= 400) {
      throw new Error(`${method} ${path}: ${String(status)} ${text}`);
    }
    return JSON.parse(text) as T;
  };
  const until = async <T extends { phase: string; error?: unknown }>(
    path: string
  ) => {
    for (;;) {
      const found = await call<T>('GET', path);
      if (ENDED.includes(found.phase)) {
        if (found.error) {
          throw new Error(`${path}: ${JSON.stringify(found.error)}`);
        }
        return found;
      }
      await pause(50);
    }
  };
  const site: Site = {
    companion,
    git,
    browser,
    get: path => call('GET', path),
    post: (path, body) => call('POST', path, body),
    project: async repository => {
      const source = `${git.url}/${repository}.git`;
      const created = await call<Created>('POST', 'projects', { source });
      await until<Build>(`builds/${created.build.id}`);
      return site.find(created.project.id);
    },
    find: async id => {
      const { projects } = await call<ProjectList>('GET', 'projects');
      const found = projects.find(project => project.id === id);
      if (!found) {
        throw new Error(`There is no project ${id}.`);
      }
      return found;
    },
    open: async project => {
      const { id } = await call<Switch>('POST', 'switches', {
        project: project.id
      });
      return until<Switch>(`switches/${id}`);
    },
    settled: () => until<Switch>('switches/latest'),
    close: async () => {
      await browser.close();
      await companion.stop();
      await git.close();
    }
  };
  return site;
}

/**
 * One request on a connection of its own, so that no pool hides a server that
 * went away.
 */
export function ask(
  method: string,
  url: string,
  token: string,
  body?: unknown
): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    text: string;
  }>();
  const sent = http(url, {
    method,
    agent: false,
    headers: {
      authorization: `token ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' })
    }
  });
  sent.once('error', reject);
  sent.once('response', response => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part: string) => (text += part));
    response.once('error', reject);
    response.once('end', () => {
      resolve({ status: response.statusCode ?? 0, text });
    });
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
