/** A pod of a user of the deployed product, for a look around from inside. */
import type { Cluster } from './cluster.ts';
import { USERS } from './deployment.ts';
import { changedPod, CONTAINER_SECURITY } from './forbidden-pods.ts';

/** Return a user's claim as the driver makes it, but for what is given. */
export function usersClaim(
  given: { readonly metadata?: object; readonly spec?: object } = {}
): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: 'projects-ada',
      labels: {
        'app.kubernetes.io/managed-by': 'jupyterlab-projects',
        'jupyterlab-projects/user': 'ada'
      },
      ...given.metadata
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...given.spec
    }
  };
}

/**
 * Start a pod as the companion does, with its claim; returns a function that
 * runs commands in it.
 *
 * @param create - Creates an object in the users' namespace, as the companion.
 */
export async function startUsersPod(
  cluster: Cluster,
  create: (object: object) => Promise<unknown>
): Promise<(...command: string[]) => Promise<string>> {
  await create(usersClaim());
  const container = {
    name: 'notebook',
    image: await cluster.image('base'),
    command: ['sleep', 'infinity'],
    securityContext: CONTAINER_SECURITY
  };
  const pod = changedPod(['spec/containers/0', container]);
  await create(pod);
  const name = 'pod/ada-penguins-1';
  const kubectl = (...args: string[]) =>
    cluster.kubectl(['-n', USERS, ...args]);
  await kubectl('wait', '--for=condition=Ready', name, '--timeout=120s');
  return (...command) => kubectl('exec', name, '--', ...command);
}
