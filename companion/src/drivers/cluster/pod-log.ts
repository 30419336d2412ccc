import { printed } from '../server-output.ts';
import type { Cluster } from './cluster.ts';

/** The bytes count from the first of these lines on. */
const LIMITS = { tailLines: 2_000, limitBytes: 8 * 1024 ** 2 };

/** The end of a container's log; nothing where it cannot be had. */
export async function podLog(
  { api, namespace }: Cluster,
  pod: string,
  container: string,
  secret: string
): Promise<string> {
  const request = { namespace, name: pod, container, ...LIMITS };
  const text = await api.readNamespacedPodLog(request).catch(() => '');
  return printed(text, secret);
}
