import type { Project } from 'jupyterlab-projects-companion/contract';

/**
 * The number of projects from which a filter is worth its room.
 */
export const FILTER_FROM = 6;

/**
 * Return the words of a filter; a project matches them in any order.
 */
export function filterWords(text: string): string[] {
  return fold(text).split(/\s+/).filter(Boolean);
}

/**
 * True when each word is found in the title, folder, source or ref.
 */
export function matches(project: Project, words: readonly string[]): boolean {
  const { source } = project;
  const all = fold(
    [project.title, project.name, source?.url, source?.ref].join('\n')
  );
  return words.every(word => all.includes(word));
}

/**
 * Return the same projects: first those whose name is the typed text, then
 * those whose name begins with it, then the others.
 */
export function ranked(projects: readonly Project[], text: string): Project[] {
  const typed = fold(text.trim());
  const rank = ({ title, name }: Project): number => {
    const names = [fold(title), fold(name)];
    return names.includes(typed)
      ? 0
      : names.some(one => one.startsWith(typed))
        ? 1
        : 2;
  };
  return typed === ''
    ? [...projects]
    : [...projects].sort((a, b) => rank(a) - rank(b));
}

/**
 * Cut a text into the parts that match a word and those that do not.
 */
export function marked(
  text: string,
  words: readonly string[]
): { text: string; match: boolean }[] {
  const folded = fold(text);
  if (words.length === 0 || folded.length !== text.length) {
    return [{ text, match: false }];
  }
  // By UTF-16 units, as `indexOf` counts.
  const units = text.split('');
  const hit = units.map(() => false);
  for (const word of words) {
    let at = folded.indexOf(word);
    for (; at >= 0; at = folded.indexOf(word, at + 1)) {
      hit.fill(true, at, at + word.length);
    }
  }
  const parts: { text: string; match: boolean }[] = [];
  units.forEach((letter, index) => {
    const last = parts.at(-1);
    const match = hit[index] ?? false;
    if (last?.match === match) {
      last.text += letter;
    } else {
      parts.push({ text: letter, match });
    }
  });
  return parts;
}

/**
 * Return the projects in the list's order: the active one, then by last use.
 */
export function ordered(projects: readonly Project[]): Project[] {
  const key = ({ lastUsed, build }: Project): string =>
    lastUsed ?? build?.startedAt ?? '';
  return [...projects].sort(
    (a, b) =>
      Number(b.active) - Number(a.active) ||
      key(b).localeCompare(key(a)) ||
      a.title.localeCompare(b.title)
  );
}

/**
 * Return the projects in the old order, so that a user who points at the list
 * finds everything where it was.
 */
export function steady(
  projects: readonly Project[],
  order: readonly string[]
): Project[] {
  const place = (project: Project): number => {
    const index = order.indexOf(project.id);
    // New projects come first, where they are seen.
    return index < 0 ? -1 : index;
  };
  return ordered(projects).sort((a, b) => place(a) - place(b));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
