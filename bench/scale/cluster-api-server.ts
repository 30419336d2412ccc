/** The API server of the cluster that runs, with pods that no kubelet runs. */
import { readFile } from 'node:fs/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { useCluster } from '../../tests/cluster/cluster.ts';
import type { ApiServer } from './api-server.ts';

const PODS =
  /^apiserver_request_total\{(?=.*resource="pods")(?=.*verb="LIST").*\} (\d+)$/gm;

export async function openClusterApiServer(
  pods: readonly V1Pod[]
): Promise<ApiServer> {
  const cluster = await useCluster();
  const namespace = await cluster.namespace('scale');
  const node = namespace.name;
  // Pods of a node that is not there are removed as garbage.
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: node }
  });
  const all = listOf(pods, node);
  await namespace.kubectl(['create', '-f', '-'], all);
  await namespace.kubectl(['replace', '--subresource=status', '-f', '-'], all);
  const lists = async () => {
    const text = await cluster.kubectl(['get', '--raw', '/metrics']);
    const counts = [...text.matchAll(PODS)].map(([, count]) => Number(count));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const before = await lists();
  return {
    kubeconfig: await readFile(cluster.kubeconfig, 'utf8'),
    namespace: namespace.name,
    lists: async () => (await lists()) - before,
    close: async () => {
      const atOnce = ['--force', '--grace-period=0', '--wait=false'];
      await namespace.kubectl(['delete', 'pods', '--all', ...atOnce]);
      await namespace.remove();
      await cluster.kubectl(['delete', 'node', node]);
    }
  };
}

/** They are made with a node, so that no scheduler looks for one. */
function listOf(pods: readonly V1Pod[], nodeName: string): object {
  const items = pods.map(({ metadata, spec, status }) => {
    const { name, labels, annotations } = metadata ?? {};
    return {
      ...{ apiVersion: 'v1', kind: 'Pod' },
      metadata: { name, labels, annotations },
      spec: { ...spec, nodeName },
      status
    };
  });
  return { apiVersion: 'v1', kind: 'List', items };
}
