import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/config.ts';
import { Failed } from '../base/errors.ts';
import { serve } from '../site/serve.ts';
import { createServices, dispose } from '../platforms/services.ts';
import { openStore } from '../store/store.ts';
import { ownUsers } from '../platforms/own-users.ts';
import { FakeBuilder } from './fake-builder.ts';
import { FakeDriver } from './fake-driver.ts';
import { FakeVolume } from './fake-volume.ts';
import type { Created, Project } from '../contract/contract.ts';
import type { ResolvedSource } from '../repositories/sources.ts';
import type { ServeOptions, Serving } from '../site/serve.ts';
import type { Services, Surroundings } from '../platforms/services.ts';

export interface SiteOptions extends Partial<ServeOptions> {
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: Surroundings['log'];
}

export const TOKEN = 'the-command-lines-token';

/** The whole service as `main.ts` joins it, on a platform in memory. */
export class SiteBench {
  readonly driver = new FakeDriver();
  readonly builder = new FakeBuilder();
  #base = '/';
  readonly volume = new FakeVolume();
  /** Volumes of users with one of their own; the others share `volume`. */
  readonly volumes = new Map<string, FakeVolume>();
  readonly errors: unknown[] = [];
  readonly store = openStore(':memory:');
  /** The commit that every ref names now. */
  commit = 'a'.repeat(40);
  resolutions = 0;
  #services: Services | undefined;
  #listening: Serving | undefined;
  #serve: (ports?: Ports) => Promise<Serving> = () =>
    Promise.reject(new Error('The bench is not open.'));

  static async open(
    args: string[] = [],
    options: SiteOptions = {}
  ): Promise<SiteBench> {
    const bench = new SiteBench();
    await bench.#start(args, options);
    return bench;
  }

  get services(): Services {
    return present(this.#services);
  }

  get origin(): string {
    return present(this.#listening).origin;
  }

  get listening(): Serving {
    return present(this.#listening);
  }

  /** Stop answering on the ports. */
  async leave(): Promise<void> {
    await this.listening.close();
  }

  /** Answer again as before, on the same ports. */
  async comeBack(): Promise<void> {
    const { port, internalPort } = this.listening;
    this.#listening = await this.#serve({ port, internalPort });
  }

  get home(): string {
    return this.origin + this.#base;
  }

  /** Ask the API, with the command line's token unless told otherwise. */
  api(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) {
      headers.set('authorization', `Bearer ${TOKEN}`);
    }
    return fetch(`${this.home}api/v1/${path}`, { ...init, headers });
  }

  post(
    path: string,
    body: unknown = {},
    headers: Record<string, string> = {}
  ): Promise<Response> {
    return this.api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body)
    });
  }

  async create(body: object): Promise<Created> {
    const answer = await this.post('projects', body);
    return (await answer.json()) as Created;
  }

  /** Make a project that is built, as pages see it. */
  async built(source: string): Promise<Project> {
    const { project, build } = await this.create({ source });
    await this.services.builds.ended(build.id);
    return this.project(project.id);
  }

  async project(id: string): Promise<Project> {
    return (await (await this.api(`projects/${id}`)).json()) as Project;
  }

  async close(): Promise<void> {
    await this.#listening?.close().catch(() => undefined);
    await dispose(this.services);
  }

  async #start(args: string[], options: SiteOptions): Promise<void> {
    const config = readConfig({
      args: ['--port', '0', '--token', TOKEN, ...args],
      environment: options.environment ?? {},
      home: '/home/ada',
      user: 'ada',
      cwd: '/',
      interactive: false
    });
    this.#base = config.basePath;
    const note = (about: unknown) => {
      this.errors.push(about);
    };
    const { driver, builder, store } = this;
    const volumes = {
      root: this.volume.root,
      of: (user: string) => this.volumes.get(user) ?? this.volume
    };
    const folder = await mkdtemp(join(tmpdir(), 'site-'));
    await writeFile(join(folder, 'home.js'), 'void 0;');
    const sources = {
      resolve: (pasted: string, ref?: string) => this.#resolve(pasted, ref)
    };
    this.#services = createServices({
      config,
      platform: {
        ...ownUsers(config),
        ...{ driver, volumes, sources, builders: [builder] as const },
        profiles: config.kubernetes.profiles
      },
      store,
      logs: join(folder, 'logs'),
      log: options.log ?? {
        ...{ error: note, warn: note },
        ...{ info: () => undefined, debug: () => undefined }
      },
      now: () => new Date()
    });
    const { services } = this;
    this.#serve = ({ port, internalPort } = {}) =>
      serve(services, {
        config: {
          ...config,
          port: port ?? config.port,
          internal: {
            ...config.internal,
            port: internalPort ?? config.internal.port
          }
        },
        version: '1.2.3',
        home: folder,
        ...options
      });
    this.#listening = await this.#serve();
  }

  #resolve(pasted: string, ref = 'main'): Promise<ResolvedSource> {
    this.resolutions += 1;
    if (pasted.includes('slow')) {
      return new Promise(() => undefined);
    }
    if (pasted.includes('missing')) {
      const detail = 'There is no such repository.';
      return Promise.reject(new Failed('source-not-found', detail));
    }
    const url = pasted.startsWith('https://')
      ? pasted
      : `https://git.test/${pasted}`;
    const name = url.split('/').at(-1) ?? '';
    const { commit } = this;
    const source = { url, provider: 'git', spec: `${url}/${ref}`, ref, commit };
    return Promise.resolve({ source, refs: ['main'], title: name, name });
  }
}

interface Ports {
  readonly port?: number;
  readonly internalPort?: number | undefined;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('The bench is not open.');
  }
  return value;
}
