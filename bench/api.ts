/** A client of the companion's API that waits until builds and switches end. */
import { request as http } from 'node:http';
import type {
  Build,
  Created,
  Project,
  ProjectList,
  Switch
} from 'jupyterlab-projects-companion/contract';

/** Long enough that the polls do not slow the switch that is measured. */
const POLL_MS = 200;
const ENDED = ['done', 'failed', 'cancelled', 'built'];

/** The origin of a companion, and the token that it accepts. */
export interface Address {
  readonly origin: string;
  readonly token: string;
}

export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Make a project of a source and wait until it is built. */
  create(source: string): Promise<Project>;
  find(project: string): Promise<Project>;
  /** Begin a switch and wait until it has ended, old server's stop included. */
  open(project: Project): Promise<Switch>;
  /** Wait until no switch is under way. */
  settled(): Promise<Switch>;
}

interface Operation {
  readonly phase: string;
  readonly error?: unknown;
}

export function apiOf({ origin, token }: Address): Api {
  const api = `${origin}/services/projects/api/v1/`;
  const call = async <T>(method: string, path: string, body?: unknown) => {
    const { status, text } = await ask(method, api + path, token, body);
    if (status >= 400) {
      throw new Error(`${method} ${path}: ${String(status)} ${text}`);
    }
    return JSON.parse(text) as T;
  };
  const until = async <T extends Operation>(path: string) => {
    for (;;) {
      const found = await call<T>('GET', path);
      if (ENDED.includes(found.phase)) {
        if (found.error) {
          throw new Error(`${path}: ${JSON.stringify(found.error)}`);
        }
        return found;
      }
      await pause(POLL_MS);
    }
  };
  const find = async (id: string) => {
    const { projects } = await call<ProjectList>('GET', 'projects');
    const found = projects.find(project => project.id === id);
    if (!found) {
      throw new Error(`There is no project ${id}.`);
    }
    return found;
  };
  return {
    get: path => call('GET', path),
    post: (path, body) => call('POST', path, body),
    create: async source => {
      const created = await call<Created>('POST', 'projects', { source });
      await until<Build>(`builds/${created.build.id}`);
      return find(created.project.id);
    },
    find,
    open: async project => {
      const { id } = await call<Switch>('POST', 'switches', {
        project: project.id
      });
      return until<Switch>(`switches/${id}`);
    },
    settled: () => until<Switch>('switches/latest')
  };
}

/**
 * Send one request on a connection of its own, as a pool of connections could
 * hide that a server went away.
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
