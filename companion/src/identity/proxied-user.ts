import type { IncomingHttpHeaders } from 'node:http';
import type { TrustedProxy } from '../config/secrets.ts';
import { sameText } from '../base/hash.ts';

/** Users whom a trusted proxy names in a header. Pure. */

type Headers = Readonly<Record<string, readonly string[] | undefined>>;

const LONGEST = 254;
/** Names that cannot stand in the address of a server for `addressOf`. */
const NO_NAME = /[/\\%\p{Cc}]|^\.{1,2}$|^\s|\s$/u;

/**
 * The user, if both headers are there exactly once and the secret is right. A
 * header that came twice is somebody's attempt to say two things.
 */
export function proxiedUser(
  proxy: TrustedProxy | undefined,
  headers: Headers
): string | undefined {
  if (!proxy) {
    return undefined;
  }
  const secret = only(headers[proxy.secretHeader]);
  const name = only(headers[proxy.header]);
  if (secret === undefined || name === undefined) {
    return undefined;
  }
  const user = sameText(secret, proxy.secret) ? decoded(name) : undefined;
  return user !== undefined && isName(user) ? user : undefined;
}

function only([value, ...more]: readonly string[] = []): string | undefined {
  return more.length === 0 ? value : undefined;
}

function isName(user: string): boolean {
  const { length } = Array.from(user);
  return length > 0 && length <= LONGEST && !NO_NAME.test(user);
}

/** Remove the headers that only the proxy may send. */
export function stripProxyAuth(
  proxy: TrustedProxy | undefined,
  headers: IncomingHttpHeaders
): void {
  if (proxy) {
    Reflect.deleteProperty(headers, proxy.header);
    Reflect.deleteProperty(headers, proxy.secretHeader);
  }
}

/** Node reads headers byte by byte; proxies write UTF-8. */
function decoded(value: string): string | undefined {
  try {
    const bytes = Buffer.from(value, 'latin1');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
