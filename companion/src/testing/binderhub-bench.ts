import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinderHubBuilder } from '../builds/binderhub/binderhub-builder.ts';
import type { BinderHub } from '../builds/binderhub/followed-build.ts';
import type { BuildReport, Built } from '../builds/builder.ts';
import type { Source } from '../contract/contract.ts';
import { Git } from '../repositories/git.ts';
import { Remotes } from '../repositories/remotes.ts';
import { Registry } from '../registry/registry.ts';
import { parseReference } from '../registry/reference.ts';
import { startBinderHub } from './binderhub-server.ts';
import type { BinderHubServer } from './binderhub-server.ts';
import { startFakeRegistry } from './fake-registry.ts';
import type { FakeRegistry } from './fake-registry.ts';
import { ociImage } from './oci-image.ts';

/** The image's name in the recordings of builds that went well. */
export const IMAGE =
  '127.0.0.1:5000/binder-http-3a-2f-2f127-2e0-2e0-2e1-3a8586-2fok-2egit-39db30:0bc1141a99651530b0ba7b10a84bf3dc58af795d';

export const SOURCE: Source = {
  url: 'https://git.test/ada/ocean',
  provider: 'git',
  spec: 'https%3A%2F%2Fgit.test%2Fada%2Focean/main',
  ref: 'main',
  commit: '0bc1141a99651530b0ba7b10a84bf3dc58af795d'
};

/** The builder with a BinderHub that replays, and a registry of our own. */
export class BinderHubBench {
  readonly hub: BinderHubServer;
  readonly registry: FakeRegistry;
  readonly folder: string;
  /** Addresses at which repositories may be looked at. */
  readonly allow: string[] = [];
  readonly log: string[] = [];
  readonly phases: string[] = [];
  readonly warnings: string[] = [];

  private constructor(
    hub: BinderHubServer,
    registry: FakeRegistry,
    folder: string
  ) {
    this.hub = hub;
    this.registry = registry;
    this.folder = folder;
  }

  static async open(): Promise<BinderHubBench> {
    return new BinderHubBench(
      await startBinderHub(),
      await startFakeRegistry(),
      await mkdtemp(join(tmpdir(), 'binderhub-'))
    );
  }

  get text(): string {
    return this.log.join('');
  }

  /** Put an image as if the build had pushed it; returns its digest. */
  push(image = IMAGE): string {
    const { repository, tag = '' } = parseReference(image);
    const pushed = ociImage();
    this.registry.put(repository, tag, pushed);
    return pushed.digest;
  }

  /** Make a builder. Images are named 127.0.0.1:5000, but are at `registry`. */
  builder(
    more: Partial<BinderHub> = {},
    images: { url?: string; host?: string } = {},
    now = () => new Date()
  ): BinderHubBuilder {
    const environment = process.env;
    return new BinderHubBuilder({
      binderHub: {
        url: `${this.hub.url}/services/binder/`,
        connectMs: 5_000,
        idleMs: 5_000,
        wallMs: 60_000,
        retryMs: 10_000,
        retryFirstMs: 1,
        ...more
      },
      registry: new Registry({
        url: this.registry.url,
        host: '127.0.0.1:5000',
        insecure: [],
        platform: 'linux/amd64',
        timeoutMs: 5_000,
        deadlineMs: 500,
        ...images
      }),
      remotes: new Remotes({
        allow: this.allow,
        lookup: () => Promise.resolve(['127.0.0.1']),
        timeoutMs: 5_000
      }),
      git: new Git({ home: join(this.folder, 'home'), environment }),
      scratch: join(this.folder, 'scratch'),
      log: {
        info: () => undefined,
        warn: (_about: unknown, text?: string) => {
          this.warnings.push(String(text));
        }
      },
      now
    });
  }

  build(
    builder = this.builder(),
    signal = new AbortController().signal
  ): Promise<Built> {
    const report: BuildReport = {
      phase: phase => this.phases.push(phase),
      queued: () => undefined,
      log: text => this.log.push(text)
    };
    const order = { id: 'b', source: SOURCE, folder: 'ocean', fill: true };
    return builder.build(order, report, signal);
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.registry.close();
  }
}
