import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { Failed } from '../base/errors.ts';
import { checkAddresses, checkUrl, hostOf } from './hosts.ts';
import type { Lookup } from './hosts.ts';

/** A checked address of a repository, to give to git. */
export interface Remote {
  readonly url: string;
  readonly protocol: 'https' | 'http' | 'file';
  /** `<host>:<port>:<addresses>`: makes git connect to what was checked. */
  readonly pin?: string;
}

export interface RemotesDeps {
  readonly allow: readonly string[];
  readonly lookup: Lookup;
  readonly timeoutMs: number;
}

const HOPS = 5;
const REFS = '/info/refs';

/**
 * Finds where a repository really is. Redirects are followed here, hop by hop,
 * each checked as the first, so that no server can send git to a private
 * address; git itself then follows none (RELIABILITY e.15).
 */
export class Remotes {
  readonly #deps: RemotesDeps;

  constructor(deps: RemotesDeps) {
    this.#deps = deps;
  }

  async open(url: string, signal: AbortSignal): Promise<Remote> {
    const deadline = AbortSignal.timeout(this.#deps.timeoutMs);
    const both = AbortSignal.any([signal, deadline]);
    try {
      return await this.#follow(new URL(url), both);
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof Failed) {
        throw cause;
      }
      throw unreachable(new URL(url), cause);
    }
  }

  async #follow(start: URL, signal: AbortSignal): Promise<Remote> {
    let url = start;
    for (let hop = 0; hop <= HOPS; hop++) {
      const { remote, addresses } = await this.#check(url);
      if (remote.protocol === 'file') {
        return remote;
      }
      const next = await probe(url, addresses, signal);
      if (next === undefined) {
        return remote;
      }
      url = next;
    }
    throw new Failed('source-not-found', 'The repository redirects for ever.');
  }

  async #check(
    url: URL
  ): Promise<{ remote: Remote; addresses: readonly string[] }> {
    if (url.username || url.password) {
      throw new Failed('source-not-found', 'The repository is not public.');
    }
    const named = checkUrl(url, this.#deps.allow);
    const protocol = protocolOf(url);
    if (protocol === 'file') {
      return { remote: { url: url.href, protocol }, addresses: [] };
    }
    const host = hostOf(url);
    const literal = isIP(host) !== 0;
    const addresses = literal ? [host] : await this.#deps.lookup(host);
    if (!named) {
      checkAddresses(url, addresses, this.#deps.allow);
    }
    const port = url.port || (protocol === 'https' ? '443' : '80');
    const list = addresses.map(a => (isIP(a) === 6 ? `[${a}]` : a)).join(',');
    const pin = literal ? {} : { pin: `${host}:${port}:${list}` };
    return { remote: { url: url.href, protocol, ...pin }, addresses };
  }
}

/** Ask for the refs as git would; returns the next hop's address, if any. */
async function probe(
  url: URL,
  addresses: readonly string[],
  signal: AbortSignal
): Promise<URL | undefined> {
  const target = new URL(url);
  target.pathname = target.pathname.replace(/\/*$/, REFS);
  target.search = '?service=git-upload-pack';
  const { status, location } = await head(target, addresses, signal);
  if (status === 200) {
    return undefined;
  }
  if (status >= 300 && status < 400 && location !== undefined) {
    return nextHop(target, location);
  }
  if (status === 429 || status >= 500) {
    throw new Failed(
      'network',
      `${url.host} answered with status ${String(status)}. Try again later.`,
      { values: { host: url.host, status: String(status) }, actions: ['retry'] }
    );
  }
  throw new Failed('source-not-found', 'There is no public repository.');
}

function nextHop(from: URL, location: string): URL {
  const next = URL.canParse(location, from.href)
    ? new URL(location, from)
    : undefined;
  // Any other target is a page for people: to sign in, or of what was lost.
  if (!next?.pathname.endsWith(REFS)) {
    throw new Failed('source-not-found', 'There is no public repository.');
  }
  next.pathname = next.pathname.slice(0, -REFS.length);
  next.search = '';
  next.hash = '';
  return next;
}

function head(
  url: URL,
  addresses: readonly string[],
  signal: AbortSignal
): Promise<{ status: number; location?: string }> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent: false,
      lookup: pinned(addresses),
      signal,
      headers: {
        'user-agent': 'git/2 (jupyterlab-projects)',
        'git-protocol': 'version=2',
        accept: '*/*'
      }
    });
    sent.on('error', reject);
    sent.on('response', response => {
      // Only the status matters here: git reads the refs itself.
      response.destroy();
      const { location } = response.headers;
      resolve({
        status: response.statusCode ?? 0,
        ...(location === undefined ? {} : { location })
      });
    });
    sent.end();
  });
}

/** Make a lookup that knows only the addresses that were checked. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map(address => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const [first] = all;
    if (options.all) {
      callback(null, all);
    } else {
      callback(null, first?.address ?? '', first?.family);
    }
  };
}

function protocolOf(url: URL): Remote['protocol'] {
  switch (url.protocol) {
    case 'https:':
      return 'https';
    case 'http:':
      return 'http';
    case 'file:':
      return 'file';
    default:
      throw new Failed('source-not-allowed', 'Use an https link.', {
        field: 'source'
      });
  }
}

function unreachable(url: URL, cause: unknown): Failed {
  return new Failed('network', `${url.host} does not answer.`, {
    cause,
    values: { host: url.host },
    actions: ['retry']
  });
}
