import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { BASE } from '../contract/contract.ts';
import type { TrustedProxy } from './secrets.ts';

/** Under which names the companion is reached, and so which ones it accepts. */
export interface Site {
  /** Exact `Host` headers, in lower case. */
  readonly hosts: ReadonlySet<string>;
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** Path of our own pages and API, with a slash at both ends. */
  readonly base: string;
  /** The name of the session's cookie. */
  readonly cookie: string;
  /** Who may say in a header who somebody is. */
  readonly proxyAuth?: TrustedProxy | undefined;
}

export interface SiteOptions {
  /** What the companion listens on: an address, a name, or a wildcard. */
  readonly host: string;
  readonly port: number;
  /** Further `Host`s, as browsers send them. */
  readonly hosts?: readonly string[];
  readonly scheme?: 'http' | 'https';
  /** What browsers see, where a proxy stands before us; then nothing else. */
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

/** Exactly the one name that browsers know. */
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

/** The address to print: where we listen, never a name that others may serve. */
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

/** The session's cookie of an origin. Cookies ignore ports: its name has it. */
function cookieOf(scheme: 'http' | 'https', port: number): string {
  // Where browsers keep the promise, nobody else can set one of that name.
  const host = scheme === 'https' ? '__Host-' : '';
  return `${host}projects-session-${String(port)}`;
}
