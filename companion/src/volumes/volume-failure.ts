import { Failed } from '../base/errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const UNAVAILABLE = new Set(['EACCES', 'EIO', 'EPERM', 'EROFS', 'ESTALE']);

/** Return the error code of a failed system call. */
export function systemCode(error: unknown): string | undefined {
  return error !== null &&
    typeof error === 'object' &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** Turn a failed system call on a volume into a failure for people. */
export function volumeFailure(error: unknown): unknown {
  const code = systemCode(error);
  if (code !== undefined && FULL.has(code)) {
    return diskFull(error);
  }
  if (code !== undefined && UNAVAILABLE.has(code)) {
    return new Failed(
      'volume-unavailable',
      'The projects folder cannot be used: it is read-only, broken or not yours.',
      { cause: error, values: { reason: code } }
    );
  }
  return error;
}

/** Run file work of a volume and tell of its failures in our words. */
export async function onVolume<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw volumeFailure(error);
  }
}

/** Return a volume's answer, or else `or` while it cannot be asked. */
export async function whenAvailable<T, E>(
  asked: Promise<T>,
  or: E
): Promise<T | E> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Failed && error.code === 'volume-unavailable') {
      return or;
    }
    throw error;
  }
}

export function diskFull(cause?: unknown): Failed {
  return new Failed('disk-full', 'The disk is full: free some space.', {
    cause,
    actions: ['free-space']
  });
}

export function unavailable(detail: string, cause?: unknown): Failed {
  return new Failed('volume-unavailable', detail, { cause });
}

export function nameTaken(name: string): Failed {
  return new Failed('project-exists', `${name} is there already.`, {
    values: { name }
  });
}

export function nothingThere(name: string): Failed {
  return new Failed('not-found', `There is nothing named ${name}.`, {
    values: { name }
  });
}
