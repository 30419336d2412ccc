/** Addresses of the cluster that programs in a user's pod may want to reach. */
import type { Cluster } from './cluster.ts';
import { SERVICE, serviceUrl, USERS } from './deployment.ts';
import { CONTAINER_SECURITY, POD_SECURITY } from './forbidden-pods.ts';
import { API_SERVICE } from './network.ts';

const API = '/services/projects/api/v1';

/** Return `METHOD address` of the product's own ports, which want a secret. */
export async function productCalls(cluster: Cluster): Promise<string[]> {
  const companion = await serviceUrl(cluster, 'projects-companion', 8080);
  const internal = await serviceUrl(cluster, 'projects-companion', 8081);
  const gateway = await serviceUrl(cluster, 'projects-gateway', 80);
  return [
    ...['me', 'projects', 'switches/latest'].flatMap(call => [
      `GET ${companion}${API}/${call}`,
      `GET ${gateway}${API}/${call}`
    ]),
    `POST ${companion}${API}/switches`,
    `POST ${internal}/v1/principal`
  ];
}

/** Return calls of the API server, a kubelet, a registry and another user. */
export async function otherCalls(cluster: Cluster): Promise<string[]> {
  return [
    `GET https://${API_SERVICE}/api`,
    `GET https://${cluster.bridge}:10250/pods`,
    `GET http://${cluster.registry}/v2/`,
    `GET http://${await otherUser(cluster)}:8888/`
  ];
}

/** Start another user's pod that answers anybody, and return its address. */
async function otherUser(cluster: Cluster): Promise<string> {
  const kubectl = (...args: string[]) =>
    cluster.kubectl(['-n', USERS, ...args]);
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'bob', namespace: USERS },
    spec: {
      securityContext: POD_SECURITY,
      containers: [
        {
          name: 'notebook',
          image: await cluster.image('base'),
          command: ['python3', '-m', 'http.server', '8888'],
          securityContext: CONTAINER_SECURITY
        }
      ]
    }
  });
  await kubectl('wait', '--for=condition=Ready', 'pod/bob', '--timeout=120s');
  return await kubectl('get', 'pod', 'bob', '-o', 'jsonpath={.status.podIP}');
}

/** Remove all network policies, for good. */
export async function removePolicies(cluster: Cluster): Promise<void> {
  for (const namespace of [USERS, SERVICE]) {
    await cluster.kubectl([
      ...['-n', namespace, 'delete', 'networkpolicies', '--all']
    ]);
  }
}
