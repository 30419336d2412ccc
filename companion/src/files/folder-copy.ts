import { Failed } from '../base/errors.ts';
import type { Volume } from '../volumes/volume.ts';

/** Tries in all; each may have another agent. */
const TRIES = 3;

/**
 * Copy a folder. A switch may stop the server whose agent copies: then another
 * agent begins anew.
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
      // The copy is there: only the answer was lost.
      return;
    }
  }
}
