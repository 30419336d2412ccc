import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { LogChunk } from '../tokens.ts';

interface IFollower {
  next: number;
  readonly listener: (chunk: LogChunk) => void;
}

/**
 * The followers of each build's log, each with the byte that it needs next, so
 * that a new connection goes on where the old one ended.
 */
export class LogFollowers {
  /**
   * @param follow - Asks the companion for a log from a byte offset on.
   *
   * @param unfollow - Asks the companion for no more of that log.
   */
  constructor(
    follow: (build: string, offset: number) => void,
    unfollow: (build: string) => void
  ) {
    this._follow = follow;
    this._unfollow = unfollow;
  }

  /**
   * Follow a log from a byte offset until disposed or complete.
   */
  add(
    build: string,
    offset: number,
    listener: (chunk: LogChunk) => void
  ): IDisposable {
    const follower = { next: offset, listener };
    const followers = this._followers.get(build) ?? new Set();
    if (followers.size > 0) {
      this._unfollow(build);
    }
    followers.add(follower);
    this._followers.set(build, followers);
    this._follow(build, first(followers));
    return new DisposableDelegate(() => {
      this._remove(build, follower);
    });
  }

  /**
   * Ask for every followed log again, on a new connection.
   */
  resume(): void {
    for (const [build, followers] of this._followers) {
      this._follow(build, first(followers));
    }
  }

  /**
   * Hand a chunk to the followers that have not had it.
   */
  deliver(chunk: LogChunk): void {
    for (const follower of [...(this._followers.get(chunk.build) ?? [])]) {
      const rest = after(chunk, follower.next);
      if (rest) {
        follower.next = rest.next;
        follower.listener(rest);
      }
    }
    if (chunk.complete) {
      this._followers.delete(chunk.build);
    }
  }

  /**
   * Forget every follower.
   */
  clear(): void {
    this._followers.clear();
  }

  private _remove(build: string, follower: IFollower): void {
    const followers = this._followers.get(build);
    if (followers?.delete(follower) && followers.size === 0) {
      this._followers.delete(build);
      this._unfollow(build);
    }
  }

  private readonly _follow: (build: string, offset: number) => void;
  private readonly _unfollow: (build: string) => void;
  private readonly _followers = new Map<string, Set<IFollower>>();
}

function first(followers: ReadonlySet<IFollower>): number {
  return Math.min(...[...followers].map(({ next }) => next));
}

/**
 * Return the part of a chunk from a byte offset on, or nothing.
 */
function after(chunk: LogChunk, offset: number): LogChunk | null {
  if (chunk.offset >= offset) {
    return chunk;
  }
  if (chunk.next <= offset) {
    return chunk.complete ? { ...chunk, offset, next: offset, text: '' } : null;
  }
  const bytes = new TextEncoder().encode(chunk.text);
  const text = new TextDecoder().decode(bytes.slice(offset - chunk.offset));
  return { ...chunk, offset, text };
}
