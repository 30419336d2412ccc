import ipaddr from 'ipaddr.js';
import { Failed } from '../base/errors.ts';
import { hidesFolders } from '../base/plain-path.ts';

/** What the internet's addresses are taken from, of all of IPv6. */
const GLOBAL = ipaddr.parseCIDR('2000::/3');
/**
 * Their last four bytes are the IPv4 address that is reached: those of an old
 * notation, and of NAT64. A network's own NAT64, `64:ff9b:1::/48`, may have them
 * elsewhere, and is not of the internet.
 */
const REACH_IPV4 = ['::/96', '64:ff9b::/96'].map(block =>
  ipaddr.parseCIDR(block)
);

/** Resolves a host name to all of its addresses. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** What a site takes sources from. */
export interface SourcePolicy {
  /** What `owner/repo` is below, e.g. `https://github.com`. */
  readonly base: string;
  /** Hosts and URL prefixes that are taken whatever their address. */
  readonly allow: readonly string[];
}

/**
 * Check scheme and host of `url`: any https host is taken, and what an entry of
 * `allow` names. Returns whether one does, so that its address may be private.
 */
export function checkUrl(url: URL, allow: readonly string[]): boolean {
  if (allow.some(entry => names(entry, url))) {
    return true;
  }
  if (url.protocol !== 'https:') {
    throw notAllowed(
      url,
      allow,
      'scheme',
      `This site takes no ${url.protocol} addresses. Use an https link.`
    );
  }
  return false;
}

/** Refuse `url` when one of its host's addresses is not a public one. */
export function checkAddresses(
  url: URL,
  addresses: readonly string[],
  allow: readonly string[]
): void {
  if (!addresses.every(isPublic)) {
    throw notAllowed(
      url,
      allow,
      'private',
      `${url.hostname} is an address of a private network, which this site does not take repositories from.`
    );
  }
}

/** Whether an address is one of the public internet. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) {
    return false;
  }
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) {
    return parsed.range() === 'unicast';
  }
  if (REACH_IPV4.some(block => parsed.match(block))) {
    const bytes = parsed.toByteArray().slice(-4);
    return isPublic(bytes.join('.'));
  }
  return parsed.match(GLOBAL) && parsed.range() === 'unicast';
}

/** The host of a URL as it is resolved: an IPv6 literal without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function names(entry: string, url: URL): boolean {
  if (!entry.includes('://')) {
    const host = entry.includes(':') ? url.host : url.hostname;
    return url.protocol === 'https:' && host === entry.toLowerCase();
  }
  if (!URL.canParse(entry)) {
    return false;
  }
  const prefix = new URL(entry);
  return (
    url.protocol === prefix.protocol &&
    url.host === prefix.host &&
    isBelow(prefix, url)
  );
}

/** Whether a path is that of `prefix`, or below it, for whoever decodes it. */
function isBelow(prefix: URL, { protocol, pathname }: URL): boolean {
  if (hidesFolders(pathname)) {
    return false;
  }
  const folder = prefix.pathname.replace(/\/*$/, '/');
  // Of the folder itself git would look for `<folder>.git`, which is beside it.
  const within = protocol === 'file:' && prefix.pathname.endsWith('/');
  const path = pathname.replace(/\/*$/, within ? '' : '/');
  return path.startsWith(folder);
}

function notAllowed(
  url: URL,
  allow: readonly string[],
  reason: string,
  detail: string
): Failed {
  const allowed = ['https://', ...allow].join(', ');
  return new Failed('source-not-allowed', detail, {
    field: 'source',
    values: { host: url.host, scheme: url.protocol, allowed, reason }
  });
}
