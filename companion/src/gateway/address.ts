import type { ServerRef } from '../drivers/server-ref.ts';
import { hidesFolders } from '../base/plain-path.ts';

/** The server and the path that a URL below `/user/` names. */
export interface Address {
  readonly server: ServerRef;
  /** Path below the server's own, without the first slash, as it was sent. */
  readonly rest: string;
  /** True when the slash that ends the server's path is missing. */
  readonly bare: boolean;
}

const URL_PATH = /^\/user\/([^/?]+)\/([^/?]+)(\/[^?]*)?(?:\?.*)?$/s;
const SERVER_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const TRICKS = /^\.{1,2}$|[\\\s]/;

/**
 * Read `/user/<user>/<server>/...`, or `undefined` for what is not exactly that.
 * The rest of the path is the server's business and goes there untouched.
 */
export function addressOf(url: string): Address | undefined {
  const [, user, name, rest] = URL_PATH.exec(url) ?? [];
  if (user === undefined || name === undefined) {
    return undefined;
  }
  if (hidesFolders(user) || TRICKS.test(user)) {
    return undefined;
  }
  const decoded = decode(user);
  return decoded !== undefined && SERVER_NAME.test(name)
    ? {
        server: { user: decoded, name },
        rest: (rest ?? '').slice(1),
        bare: rest === undefined
      }
    : undefined;
}

/** Return the project's slug; its servers are named `<slug>` and `<slug>-b`. */
export function slugOf(server: ServerRef): string {
  return server.name.replace(/-b$/, '');
}

/** The path alone: queries may hold tokens, and are not for logs. */
export function loggable(url: string | undefined): string {
  return (url ?? '').replace(/\?.*$/s, '');
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
