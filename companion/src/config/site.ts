import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { BASE } from '../contract/contract.ts';
import type { TrustedProxy } from './secrets.ts';

/** The names under which the companion is reached; it accepts no others. */
export interface Site {
  /** Exact `Host` headers, in lower case. */
  readonly hosts: ReadonlySet<string>;
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** Path of our own pages and API, with a slash at both ends. */
  readonly base: string;
  /** The name of the session's cookie. */
  readonly cookie: string;
  /** The proxy that may name the user in a header. */
  readonly proxyAuth?: TrustedProxy | undefined;
}

export interface SiteOptions {
  /** The address, name or wildcard on which the companion listens. */
  readonly host: string;
  readonly port: number;
  /** Further `Host`s, as browsers send them. */
  readonly hosts?: readonly string[];
  readonly scheme?: 'http' | 'https';
  /** The origin that browsers see behind a proxy; it replaces our own. */
  readonly publicOrigin?: string | undefined;
  readonly proxyAuth?: TrustedProxy | undefined;
  readonly basePath?: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

export function siteOf(options: SiteOptions): Site {
  const { proxyAuth, basePath: base = BASE } = options;
  const site = options.publicOrigin
    ? publicSite(new URL(options.publicOrigin), options.hosts)
    : ownSite(options);
  return { ...site, base, ...(proxyAuth ? { proxyAuth } : {}) };
}

/** Make a site of the name that browsers know, and of the further `hosts`. */
function publicSite(
  origin: URL,
  hosts: readonly string[] = []
): Omit<Site, 'base'> {
  const scheme = origin.protocol === 'https:' ? 'https' : 'http';
  const port = Number(origin.port || (scheme === 'https' ? 443 : 80));
  return {
    hosts: new Set([origin.host, ...hosts].map(name => name.toLowerCase())),
    scheme,
    port,
    cookie: cookieOf(scheme, port)
  };
}

function ownSite(options: SiteOptions): Omit<Site, 'base'> {
  const { host, port, hosts = [], scheme = 'http' } = options;
  const names = [
    ...(isLoopback(host) || isWildcard(host) ? LOOPBACK : []),
    ...(isWildcard(host) ? [] : [bracketed(host)])
  ];
  const standard = port === (scheme === 'http' ? 80 : 443);
  const accepted = [
    ...names.map(name => `${name}:${String(port)}`),
    ...(standard ? names : []),
    ...hosts
  ];
  return {
    hosts: new Set(accepted.map(name => name.toLowerCase())),
    scheme,
    port,
    cookie: cookieOf(scheme, port)
  };
}

/** Return the address to print: our own, never a name that others may serve. */
export function originOf(options: SiteOptions): string {
  const { host, port, scheme = 'http', publicOrigin } = options;
  if (publicOrigin !== undefined) {
    return publicOrigin;
  }
  const name = isWildcard(host) ? '127.0.0.1' : bracketed(host);
  return `${scheme}://${name}:${String(port)}`;
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    (isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback')
  );
}

function isWildcard(host: string): boolean {
  return ['', '0.0.0.0', '::'].includes(host);
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/** Name an origin's session cookie, with the port, as cookies ignore ports. */
function cookieOf(scheme: 'http' | 'https', port: number): string {
  // Browsers take a cookie of this prefix from no other host.
  const host = scheme === 'https' ? '__Host-' : '';
  return `${host}projects-session-${String(port)}`;
}
