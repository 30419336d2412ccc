import { printed } from '../server-output.ts';
import type { Cluster } from './cluster.ts';

/** The API server counts the bytes from the first of these lines on. */
const LIMITS = { tailLines: 2_000, limitBytes: 8 * 1024 ** 2 };

/** Return the end of a container's log; empty where it cannot be had. */
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
