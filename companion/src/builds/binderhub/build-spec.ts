import type { Source } from '../../contract/contract.ts';
import { Failed } from '../../base/errors.ts';
import { isFullCommit } from '../../repositories/refs.ts';

/**
 * Return the path of a build below BinderHub's address, always with the full
 * commit: BinderHub would resolve a branch's name again, and `git ls-remote`
 * takes `main` for `foo/main`, too.
 */
export function buildPath({ url, provider, commit }: Source): string {
  if (!isFullCommit(commit)) {
    throw new Failed('ref-not-found', 'The commit of the source is not known.');
  }
  return `build/${provider}/${repositoryOf(provider, url)}/${commit.toLowerCase()}`;
}

function repositoryOf(provider: string, url: string): string {
  const path = new URL(url).pathname
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  switch (provider) {
    case 'gh':
    case 'gist':
      return path
        .split('/')
        .map(part => encodeURIComponent(decodeURIComponent(part)))
        .join('/');
    case 'gl':
      return encodeURIComponent(decodeURIComponent(path));
    case 'git':
      return encodeURIComponent(url);
    default:
      throw new Failed(
        'source-not-allowed',
        'This site builds git repositories only.',
        { field: 'source', values: { provider } }
      );
  }
}
