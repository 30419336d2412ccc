import { Failed } from '../base/errors.ts';
import type { Volume } from '../volumes/volume.ts';

/** Each by another agent. */
const TRIES = 3;

/**
 * Copy a folder. A switch may stop the server whose agent copies: another one
 * begins anew.
 */
export async function copyFolder(
  volume: Pick<Volume, 'duplicate' | 'find'>,
  [from, to]: readonly [from: string, to: string],
  operation: string,
  signal: AbortSignal
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await volume.duplicate(from, to, operation, signal);
      return;
    } catch (error) {
      const isAway =
        error instanceof Failed && error.code === 'volume-unavailable';
      if (!isAway || signal.aborted || tries === TRIES) {
        throw error;
      }
    }
    if ((await volume.find(to))?.kind === 'folder') {
      // Only its answer was lost.
      return;
    }
  }
}
