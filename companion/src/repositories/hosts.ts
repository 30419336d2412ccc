import ipaddr from 'ipaddr.js';
import { Failed } from '../base/errors.ts';
import { hidesFolders } from '../base/plain-path.ts';

/** The part of IPv6 from which the internet's addresses are taken. */
const GLOBAL = ipaddr.parseCIDR('2000::/3');
/**
 * Blocks whose last four bytes are the IPv4 address that is reached: those of
 * an old notation, and of NAT64. A network's own NAT64, `64:ff9b:1::/48`, may
 * have them elsewhere, and is not of the internet.
 */
const REACH_IPV4 = ['::/96', '64:ff9b::/96'].map(block =>
  ipaddr.parseCIDR(block)
);

/** Resolves a host name to all of its addresses. */
export type Lookup = (host: string) => Promise<readonly string[]>;

/** The sources that a site takes. */
export interface SourcePolicy {
  /** The address that `owner/repo` is below, e.g. `https://github.com`. */
  readonly base: string;
  /** Hosts and URL prefixes that are taken even at private addresses. */
  readonly allow: readonly string[];
}

/**
 * Check scheme and host of `url`: any https host is taken, and any URL that an
 * entry of `allow` names. True when one does: its address may be private.
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

/** True when an address is one of the public internet. */
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

/** Return the host of a URL to resolve: an IPv6 literal without brackets. */
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

/** True when a path is that of `prefix`, or below it, however it is decoded. */
function isBelow(prefix: URL, { protocol, pathname }: URL): boolean {
  if (hidesFolders(pathname)) {
    return false;
  }
  const folder = prefix.pathname.replace(/\/*$/, '/');
  // For the folder itself git would try `<folder>.git`, which is beside it.
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
