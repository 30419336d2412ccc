import { createHash } from 'node:crypto';

/** Server names of a Hub have at most 30; two are for the suffix `-b`. */
const LENGTH = 28;
const HASH = 6;

/** Id and slug of the rescue server, which has no project (ADR 008). */
export const RESCUE = 'rescue';

/**
 * Make a slug for URLs, server names and labels: the readable part of `name`,
 * and a hash of `key` (the key of a project's source, or its folder) where the
 * readable part alone says too little or is taken. Same input, same slug.
 */
export function makeSlug(
  name: string,
  key: string,
  taken: ReadonlySet<string>
): string {
  const readable = readablePart(name);
  if (isSlug(readable) && !taken.has(readable)) {
    return readable;
  }
  const short = readable.slice(0, LENGTH - HASH - 1).replace(/-+$/, '');
  for (let attempt = 0; ; attempt++) {
    const hash = createHash('sha256')
      .update(attempt === 0 ? key : `${key}\0${String(attempt)}`)
      .digest('hex')
      .slice(0, HASH);
    const slug = `${short || 'p'}-${hash}`;
    if (!taken.has(slug)) {
      return slug;
    }
  }
}

/**
 * True when `text` can be a slug of a project: `<slug>-b` is its second server,
 * and `rescue` is not for projects.
 */
export function isSlug(text: string): boolean {
  return (
    text.length <= LENGTH &&
    text !== RESCUE &&
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) &&
    !text.endsWith('-b')
  );
}

function readablePart(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return /^[0-9]/.test(words) ? `p-${words}` : words;
}
