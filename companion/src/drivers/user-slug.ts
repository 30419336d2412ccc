import { createHash } from 'node:crypto';

/** A pod's name has at most 63 characters: 30 of its server, 6 are ours. */
const LENGTH = 25;
/** In hexadecimal digits: 40 bits, so that none is met by chance. */
const HASH = 10;

/**
 * Return a user's name as part of names of pods, claims and labels, and in
 * logs: the name itself where it can be one, else its readable part and a hash
 * of it all. A long search finds two names with one slug, so objects also name
 * their user in an annotation.
 */
export function userSlug(user: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(user) && user.length <= LENGTH) {
    // `ada-0a1b2c3d4e` could be somebody else's slug with a hash.
    return /-[0-9a-f]{10}$/.test(user) ? hashed(user) : user;
  }
  return hashed(user);
}

function hashed(user: string): string {
  const readable = user
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LENGTH - HASH - 1)
    .replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(user).digest('hex').slice(0, HASH);
  return `${readable || 'u'}-${hash}`;
}
