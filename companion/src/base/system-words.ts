const WORDS: Partial<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  ENOENT: 'there can be no such folder',
  EEXIST: 'a file has that name',
  ENOTDIR: 'a file has that name',
  EROFS: 'it can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reports an error',
  ESTALE: 'it cannot be reached any more',
  ELOOP: 'its links lead round in a circle'
};

/** Say why a folder cannot be made or written, as a part of a sentence. */
export function inWords(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return (
    (code === undefined ? undefined : WORDS[code]) ?? code ?? String(error)
  );
}
