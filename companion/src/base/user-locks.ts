import { KeyedMutex } from './keyed-mutex.ts';

/**
 * Locks for work that must not happen at once for one user; users never wait
 * for each other.
 *
 * There are two, as files may be slow, and moving between servers must not wait
 * for them. Work that needs both takes `servers` first; under `files` nothing
 * takes `servers`. Work that takes the same one twice waits for ever.
 */
export class UserLocks {
  /** Held to choose, begin, stop and tidy servers. */
  readonly servers = new KeyedMutex();
  /** Held to look at names of projects and folders, and to change them. */
  readonly files = new KeyedMutex();
}
