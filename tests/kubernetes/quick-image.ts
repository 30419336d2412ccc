/** Images with a JupyterLab that takes no time, for tests of its pod. */
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';

export interface QuickImage {
  /** How many small files its home holds. */
  readonly files?: number;
  /** Bytes that no node has yet when `mark` is new. */
  readonly noise?: number;
  /** Images of different marks are different images. */
  readonly mark?: string;
}

export function quickImage(
  cluster: Cluster,
  { files = 0, noise = 0, mark = 'quick' }: QuickImage = {}
): Promise<string> {
  return cluster.build({
    folder: join(import.meta.dirname, 'images', 'quick'),
    name: 'quick:test',
    args: { FILES: String(files), NOISE: String(noise), MARK: mark }
  });
}
