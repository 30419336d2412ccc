/** The product on the tests' cluster, with repositories and images to build. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitServer } from '../../companion/src/testing/git-server.ts';
import type {
  Files,
  GitServer
} from '../../companion/src/testing/git-server.ts';
import { useCluster } from '../../tests/cluster/cluster.ts';
import type { Cluster } from '../../tests/cluster/cluster.ts';
import {
  deploy,
  serviceUrl,
  TOKEN,
  undeploy
} from '../../tests/cluster/deployment.ts';
import { productImage } from '../../tests/cluster/product-image.ts';
import type { ImageName } from '../../tests/cluster/images.ts';
import { startRecordedBinderHub } from './binderhub.ts';
import type { RecordedBinderHub } from './binderhub.ts';
import { HOST_SIDE, openBrowserNetwork } from './browser-network.ts';
import type { BrowserNetwork } from './browser-network.ts';
import { Forward } from './forward.ts';

export class DeployedSite {
  readonly cluster: Cluster;
  readonly git: GitServer;
  readonly token = TOKEN;
  readonly #hub: RecordedBinderHub;
  readonly #forward: Forward;
  readonly #network: BrowserNetwork;
  readonly #port: number;

  private constructor(parts: {
    cluster: Cluster;
    git: GitServer;
    hub: RecordedBinderHub;
    forward: Forward;
    network: BrowserNetwork;
    port: number;
  }) {
    this.cluster = parts.cluster;
    this.git = parts.git;
    this.#hub = parts.hub;
    this.#forward = parts.forward;
    this.#network = parts.network;
    this.#port = parts.port;
  }

  static async open(): Promise<DeployedSite> {
    const cluster = await useCluster();
    const git = await startGitServer(cluster.bridge);
    const hub = await startRecordedBinderHub(cluster.bridge);
    const forward = new Forward();
    const network = await openBrowserNetwork();
    const port = await forward.listen('127.0.0.1');
    await forward.listen(HOST_SIDE, port);
    await network.forward(port);
    const parts = { cluster, git, hub, forward, network, port };
    const site = new DeployedSite(parts);
    const image = await productImage();
    await deploy(cluster, image, site.#config());
    const url = new URL(await serviceUrl(cluster, 'projects-gateway', 80));
    forward.to({ host: url.hostname, port: 80 });
    return site;
  }

  get origin(): string {
    return `http://localhost:${String(this.#port)}`;
  }

  /** Make a repository that BinderHub builds as one of the tests' images. */
  async repository(name: string, of: ImageName, files: Files): Promise<string> {
    const commit = await this.git.create(name, files);
    const folder = mkdtempSync(join(tmpdir(), 'projects-image-'));
    writeFileSync(
      join(folder, 'Dockerfile'),
      `FROM lab:${of}\nLABEL repository=${name}\n`
    );
    const image = `binder-${name}:${commit}`;
    await this.cluster.build({ folder, name: image });
    this.#hub.image(name, `${this.cluster.registry}/${image}`);
    return `${this.git.url}/${name}`;
  }

  async close(): Promise<void> {
    await undeploy(this.cluster);
    await Promise.all([
      this.#hub.close(),
      this.#forward.close(),
      this.#network.close(),
      this.git.close()
    ]);
  }

  #config(): object {
    return {
      publicOrigin: this.origin,
      user: 'ada',
      driver: 'kubernetes',
      builder: 'binderhub',
      binderhub: { url: this.#hub.url },
      registry: { url: `http://${this.cluster.registry}` },
      allowSource: [`${this.git.url}/`],
      host: '0.0.0.0',
      port: 8080,
      open: false,
      keepWarm: 0,
      logLevel: 'info',
      kubernetes: {
        namespace: 'projects-users',
        claim: { size: '1Gi', storageClass: 'projects-test' }
      },
      // The overlay's secrets name a proxy, but people sign in by token here.
      proxyAuth: {
        header: 'X-Forwarded-User',
        secretHeader: 'X-Auth-Secret'
      },
      gateway: {
        companion: 'http://projects-companion.projects.svc:8080',
        internal: 'http://projects-companion.projects.svc:8081'
      }
    };
  }
}
