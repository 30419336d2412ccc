import type { ServerRef } from '../drivers/server-ref.ts';

const keyOf = ({ user, name }: ServerRef) => `${user}/${name}`;

/** Knows the Lab pages that are open on each server, by their event sockets. */
export class Presence {
  /** Sockets of each page: one that reconnects has two for a moment. */
  readonly #servers = new Map<string, Map<string, number>>();
  readonly #listeners = new Set<(server: ServerRef) => void>();

  /** Note that a page opened its socket; call the result when that closes. */
  enter(server: ServerRef, page: string): () => void {
    const pages = this.#servers.get(keyOf(server)) ?? new Map<string, number>();
    this.#servers.set(keyOf(server), pages);
    pages.set(page, (pages.get(page) ?? 0) + 1);
    this.#changed(server);
    let left = false;
    return () => {
      if (!left) {
        left = true;
        this.#leave(server, pages, page);
      }
    };
  }

  /** Return the users who have a page open. */
  users(): ReadonlySet<string> {
    const keys = [...this.#servers.keys()];
    // No server has a slash in its name.
    return new Set(keys.map(key => key.slice(0, key.lastIndexOf('/'))));
  }

  pages(server: ServerRef): ReadonlySet<string> {
    return new Set(this.#servers.get(keyOf(server))?.keys());
  }

  /**
   * Drop the pages of a server that was stopped: they can save nothing there,
   * and must not be taken for pages of a later server of the same name.
   */
  forget(server: ServerRef): void {
    if (this.#servers.delete(keyOf(server))) {
      this.#changed(server);
    }
  }

  onChange(listener: (server: ServerRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #leave(server: ServerRef, pages: Map<string, number>, page: string): void {
    const sockets = (pages.get(page) ?? 1) - 1;
    if (sockets > 0) {
      pages.set(page, sockets);
      return;
    }
    pages.delete(page);
    if (this.#servers.get(keyOf(server)) !== pages) {
      return;
    }
    if (pages.size === 0) {
      this.#servers.delete(keyOf(server));
    }
    this.#changed(server);
  }

  #changed(server: ServerRef): void {
    for (const listener of this.#listeners) {
      listener(server);
    }
  }
}
