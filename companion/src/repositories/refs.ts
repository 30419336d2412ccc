import { Failed } from '../base/errors.ts';

/** The refs of a remote that a project can be built from. */
export interface RemoteRefs {
  /** The branch that the remote's HEAD names. */
  readonly defaultRef?: string;
  /** Commits by name; annotated tags lead to their commits. */
  readonly branches: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
}

/** Return a ref that a person wrote; fail unless git could have that name. */
export function checkRef(ref: string): string {
  if (!isRef(ref)) {
    throw new Failed(
      'invalid-request',
      'This is not the name of a branch or tag, nor a commit.',
      { field: 'ref' }
    );
  }
  return ref;
}

/** True as for `git check-ref-format`, but a leading dash is an option's. */
export function isRef(ref: string): boolean {
  return (
    ref.length > 0 &&
    ref.length <= 255 &&
    !/^[-/.]|[/.]$|\.\.|@\{|\/\/|\/\.|\.lock(\/|$)/.test(ref) &&
    !/[\s\p{Cc}~^:?*[\\]/u.test(ref)
  );
}

/** Parse the output of `git ls-remote --symref`. */
export function parseRefs(output: string): RemoteRefs {
  const branches = new Map<string, string>();
  const tags = new Map<string, string>();
  let defaultRef: string | undefined;
  for (const line of output.split('\n')) {
    const { id, name, kind, ref } = parseLine(line);
    if (name === 'HEAD' && id.startsWith('ref: refs/heads/')) {
      defaultRef = id.slice('ref: refs/heads/'.length);
    } else if (isRef(ref)) {
      // The peeled `<tag>^{}` follows its tag and replaces the tag object.
      (kind === 'heads' ? branches : tags).set(ref, id);
    }
  }
  return {
    branches,
    tags,
    ...(defaultRef === undefined ? {} : { defaultRef })
  };
}

function parseLine(line: string) {
  const [id = '', name = ''] = line.split('\t');
  const [, kind, ref = ''] =
    /^refs\/(heads|tags)\/(.+?)(?:\^\{\})?$/.exec(name) ?? [];
  return { id, name, kind, ref };
}

/** Find the commit of exactly this branch, or else of exactly this tag. */
export function commitOf(refs: RemoteRefs, ref: string): string | undefined {
  const [, kind, name = ref] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  return (
    (kind === 'tags' ? undefined : refs.branches.get(name)) ??
    (kind === 'heads' ? undefined : refs.tags.get(name))
  );
}

/**
 * Split the text behind `tree/` into ref and path: the longest ref wins, so
 * that `foo/main` is the branch of that name where there is one.
 */
export function matchTail(
  refs: RemoteRefs,
  tail: string
): { ref: string; path: string } | undefined {
  const parts = tail.split('/');
  for (let length = parts.length; length > 0; length--) {
    const ref = parts.slice(0, length).join('/');
    if (commitOf(refs, ref) !== undefined || isFullCommit(ref)) {
      return { ref, path: parts.slice(length).join('/') };
    }
  }
  return undefined;
}

export function isFullCommit(ref: string): boolean {
  return /^[0-9a-f]{40}$/i.test(ref);
}

/** Find the one commit among the remote's refs that begins with `short`. */
export function expandCommit(
  refs: RemoteRefs,
  short: string
): string | undefined {
  if (!/^[0-9a-f]{7,39}$/i.test(short)) {
    return undefined;
  }
  const commits = new Set(
    [...refs.branches.values(), ...refs.tags.values()].filter(commit =>
      commit.startsWith(short.toLowerCase())
    )
  );
  return commits.size === 1 ? [...commits][0] : undefined;
}
