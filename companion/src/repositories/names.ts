import { FolderName } from '../contract/contract.ts';

/** The longest name of a folder (contract/calls.ts). */
const LENGTH = 63;

/** Suggest a title for people: the repository's own name. */
export function suggestTitle(url: string): string {
  const last = repositoryPath(url).split('/').at(-1) ?? '';
  return last.slice(0, 200) || 'Project';
}

/** Suggest a folder for a title, by the rules for new folders. */
export function suggestName(title: string): string {
  const name = title
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LENGTH)
    .replace(/[._-]+$/, '');
  return FolderName.safeParse(name).success ? name : 'project';
}

/** Return `name`, or the first of `name-2`, `name-3` ... that is not taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : `-${String(n)}`;
    const free = cut(name, LENGTH - suffix.length) + suffix;
    if (!taken.has(free)) {
      return free;
    }
  }
}

/** Return at most so many characters of a text, none of them halved. */
export function cut(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('');
}

/** Return a repository's path as people write it: no slashes, no `.git`. */
export function repositoryPath(url: string): string {
  const path = new URL(url).pathname
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
