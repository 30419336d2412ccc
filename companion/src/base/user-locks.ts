import { KeyedMutex } from './keyed-mutex.ts';

/**
 * What must not happen at once for one user; users never wait for each other.
 *
 * There are two, as files may be slow, and moving between servers must not wait
 * for them. Work that needs both takes `servers` first; under `files` nothing
 * takes `servers`. Neither is taken twice by the same work: that waits for ever.
 */
export class UserLocks {
  /** Choose, begin, stop and tidy servers. */
  readonly servers = new KeyedMutex();
  /** Look at names of projects and folders, and change them. */
  readonly files = new KeyedMutex();
}
