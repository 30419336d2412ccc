/** Many users of a site, of whom some have a server that runs. */
import type { V1Pod } from '@kubernetes/client-node';
import { sha256 } from '../base/hash.ts';
import { Kubernetes } from '../config/kubernetes-settings.ts';
import { serverPod } from '../drivers/kubernetes/server-pod.ts';
import { Records } from '../records/records.ts';
import type { Store } from '../store/store.ts';

/** Projects of each user; the first one runs for users with a server. */
const PROJECTS = ['ocean', 'lake'];
const AT = '2026-01-01T00:00:00.000Z';
const LOOPBACK = '127.0.0.1';

export const userName = (n: number) => `user-${String(n).padStart(5, '0')}`;
const projectId = (n: number, name: string) => `${userName(n)}-${name}`;

/** Return the token of a user's server. */
export const tokenOf = (n: number) => `token-${String(n)}`;

/** Name an image by digest, at a registry that has every image. */
const imageOf = (registry: string) =>
  `${registry}/any@sha256:${'0'.repeat(64)}`;

export interface Population {
  readonly users: number;
  /** The first so many users have a server that runs. */
  readonly servers: number;
  /** `host:port` of the registry that has all images. */
  readonly registry: string;
}

/** Write all users into the store. */
export async function populate(
  store: Store,
  { users, servers, registry }: Population
): Promise<void> {
  const image = imageOf(registry);
  await new Records(store).transaction(async records => {
    for (let n = 0; n < users; n += 1) {
      const user = userName(n);
      for (const name of PROJECTS) {
        const id = projectId(n, name);
        const title = name;
        await records.projects.insert({
          ...{ id, user, slug: name, name, title, source: undefined },
          ...{ createdAt: AT, lastUsed: AT, profile: null }
        });
        const built = { label: null, commit: null, builtAt: AT };
        await records.images.put(id, {
          id: image,
          ...built,
          builder: 'binderhub'
        });
      }
      if (n < servers) {
        const server = { user, name: 'ocean', project: projectId(n, 'ocean') };
        await records.servers.put({
          ...{ ...server, image, tokenHash: sha256(tokenOf(n)) },
          ...{ startedAt: AT, leftAt: null }
        });
        await records.activeProjects.set(user, {
          project: server.project,
          server: server.name
        });
      }
    }
  });
}

/** Make the pods of those servers, as a kubelet runs them. */
export function podsOf({
  servers,
  registry
}: Omit<Population, 'users'>): V1Pod[] {
  const settings = { ...Kubernetes.parse({}), image: 'projects.test/own:1' };
  const state = { running: { startedAt: new Date(AT) } };
  return Array.from({ length: servers }, (_, n) => {
    const plan = {
      server: { user: userName(n), name: 'ocean' },
      ...{ project: projectId(n, 'ocean'), slug: 'ocean' },
      ...{ image: imageOf(registry), folder: 'ocean' },
      ...{ seed: false, newVolume: false, token: tokenOf(n) },
      environment: {}
    };
    const pod = serverPod(plan, {
      ...{ settings, companionUrl: '', generation: '00000000' },
      secret: '0'.repeat(64)
    });
    const containerStatuses = (pod.spec?.containers ?? []).map(({ name }) => ({
      ...{ name, state, image: '', imageID: '' },
      ...{ ready: true, restartCount: 0 }
    }));
    return {
      ...pod,
      metadata: {
        ...pod.metadata,
        uid: `uid-${String(n)}`,
        resourceVersion: String(n + 1),
        creationTimestamp: new Date(AT)
      },
      status: { phase: 'Running', podIP: LOOPBACK, containerStatuses }
    };
  });
}
