import { Failed } from '../base/errors.ts';
import { checkUrl } from './hosts.ts';
import type { SourcePolicy } from './hosts.ts';
import { repositoryPath } from './names.ts';
import { checkRef } from './refs.ts';

/** A pasted source, before anybody was asked if it is there. */
export interface ParsedSource {
  /** The repository, normalised: no ref, no query, no slash at its end. */
  readonly url: string;
  readonly provider: 'gh' | 'gl' | 'git';
  /** For people: `owner/repo`, or the whole URL of a plain git server. */
  readonly repository: string;
  /** The branch, tag or commit that was asked for. */
  readonly ref?: string;
  /** The text after `tree/`: a ref, and maybe a path in the repository. */
  readonly tail?: string;
}

const PROVIDERS: Readonly<Record<string, 'gh' | 'gl'>> = {
  'github.com': 'gh',
  'gitlab.com': 'gl'
};

/**
 * Parse what a person pasted: a URL (also of a branch's page), `owner/repo`, or
 * a link of a BinderHub. Fails without ever repeating a secret of the link.
 */
export function parseSource(
  pasted: string,
  ref: string | undefined,
  policy: SourcePolicy
): ParsedSource {
  const url = toUrl(pasted.trim(), policy);
  if (url.username || url.password) {
    throw invalid('Remove the name and password from the link.', {
      reason: 'credentials'
    });
  }
  checkUrl(url, policy.allow);
  const link = binderLink(url);
  if (link) {
    return parseSource(link.source, ref ?? link.ref, policy);
  }
  const { path, tail } = splitPath(url);
  if (path === '') {
    throw invalid('This link names no repository.');
  }
  return describe(new URL(path, url), {
    ...(ref === undefined ? {} : { ref: checkRef(ref) }),
    ...(tail === undefined ? {} : { tail })
  });
}

/**
 * Return a key that is equal for sources of the same repository, whatever the
 * ref, the spelling of its host, and `.git` at its end.
 */
export function sourceKey(url: string): string {
  const { protocol, host } = new URL(url);
  const path = repositoryPath(url);
  const folded = host in PROVIDERS ? path.toLowerCase() : path;
  return `${protocol}//${host}/${folded}`;
}

/** Write BinderHub's spec: `owner/repo/ref`, or an encoded URL and the ref. */
export function sourceSpec(source: ParsedSource, ref: string): string {
  const repository =
    source.provider === 'gh'
      ? source.repository
      : encodeURIComponent(
          source.provider === 'gl' ? source.repository : source.url
        );
  return `${repository}/${ref}`;
}

function toUrl(text: string, { base }: SourcePolicy): URL {
  // The URL parser drops tabs and line breaks silently, so they go first.
  if (text === '' || /[\s\p{Cc}\\]/u.test(text) || text.startsWith('-')) {
    throw invalid();
  }
  if (/^(doi:|https?:\/\/(dx\.)?doi\.org\/)?10\.\d{4,}\//i.test(text)) {
    throw new Failed(
      'source-not-allowed',
      'This machine builds git repositories. A DOI needs a site with BinderHub.',
      { field: 'source', values: { reason: 'doi' } }
    );
  }
  const url = [text, ...guesses(text, base)].find(guess =>
    /^[a-z][a-z0-9+.-]*:\/\//i.test(guess)
  );
  if (url === undefined || text.includes('::') || !URL.canParse(url)) {
    throw invalid();
  }
  return new URL(url);
}

/** Expand `git@host:owner/repo`, `host.org/owner/repo` or `owner/repo`. */
function guesses(text: string, base: string): string[] {
  const ssh = /^git@([\w.-]+):(?!\/)([\w./-]+)$/.exec(text);
  if (ssh) {
    return [`https://${String(ssh[1])}/${String(ssh[2])}`];
  }
  if (!/^[A-Za-z0-9][\w.-]*(\/[^/]+)+\/?$/.test(text)) {
    return [];
  }
  const host = /^([\w-]+\.)+[a-z]{2,}\/[^/]+\/[^/]/i.test(text);
  return [host ? `https://${text}` : `${base.replace(/\/+$/, '')}/${text}`];
}

/** Return the repository's path, and the text behind `tree/`. */
function splitPath(url: URL): { path: string; tail?: string } {
  const path = url.pathname.replace(/\/+/g, '/').replace(/\/$/, '');
  const page =
    /^(\/[^/].*?)\/(?:-\/)?(?:tree|blob|commit|releases\/tag)\/(.+)$/.exec(
      path
    );
  // A repository may be called `tree`: on the providers its path has two parts.
  if (!page || (url.host in PROVIDERS && !/^\/[^/]+\/./.test(page[1] ?? ''))) {
    return { path };
  }
  return { path: page[1] ?? path, tail: decode(page[2] ?? '') };
}

function describe(
  url: URL,
  wanted: Pick<ParsedSource, 'ref' | 'tail'>
): ParsedSource {
  url.search = '';
  url.hash = '';
  const host = url.host.replace(/^www\./, '');
  const provider = PROVIDERS[host] ?? 'git';
  if (provider === 'git') {
    return { url: url.href, provider, repository: url.href, ...wanted };
  }
  const parts = url.pathname.split('/').slice(1);
  // Only pages come behind a repository of GitHub: issues, wiki, actions.
  const repository = (provider === 'gh' ? parts.slice(0, 2) : parts)
    .join('/')
    .replace(/(\.git)+$/, '');
  const found = new URL(`https://${host}/${repository}`);
  // Without `.git`, a name can be empty or that of a folder: `..git`.
  const isName =
    found.pathname === `/${repository}` && !repository.endsWith('/');
  if (parts.length < 2 || parts.includes('') || !isName) {
    throw invalid('This link names no repository.');
  }
  return {
    url: found.href,
    provider,
    repository,
    ...wanted
  };
}

/** Parse a BinderHub link, `/v2/<provider>/<spec>`, of a git provider. */
function binderLink(url: URL): { source: string; ref?: string } | undefined {
  const [, provider, spec] =
    /\/v2\/(gh|gl|git)\/(.+)$/.exec(url.pathname) ?? [];
  if (provider === undefined || spec === undefined) {
    return undefined;
  }
  const parts = spec.replace(/\/$/, '').split('/');
  const path = parts.splice(0, provider === 'gh' ? 2 : 1).map(decode);
  const host = Object.keys(PROVIDERS).find(
    name => PROVIDERS[name] === provider
  );
  const source = host ? `https://${host}/${path.join('/')}` : path.join('/');
  const ref = parts.map(decode).join('/');
  return { source, ...(ref === '' || ref === 'HEAD' ? {} : { ref }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid();
  }
}

function invalid(
  detail = 'This is not a link to a repository. Give an https URL or owner/repo.',
  values?: Record<string, string>
): Failed {
  return new Failed('invalid-request', detail, {
    field: 'source',
    ...(values ? { values } : {})
  });
}
