import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../contract/contract.ts';
import { Failed } from '../base/errors.ts';
import type { Git } from './git.ts';
import type { SourcePolicy } from './hosts.ts';
import { suggestName, suggestTitle } from './names.ts';
import { commitOf, expandCommit, isFullCommit, matchTail } from './refs.ts';
import type { RemoteRefs } from './refs.ts';
import type { Remote, Remotes } from './remotes.ts';
import { parseSource, sourceSpec } from './source-url.ts';
import type { ParsedSource } from './source-url.ts';

export { sourceKey } from './source-url.ts';

/** A source whose repository was asked: its commit is known. */
export interface ResolvedSource {
  readonly source: Source;
  /** The branch that the remote's HEAD names. */
  readonly defaultRef?: string;
  /** Branches, the default first, then tags, the latest version first. */
  readonly refs: string[];
  /** Suggested title and folder of a project. */
  readonly title: string;
  readonly name: string;
}

export interface SourcesDeps {
  readonly policy: SourcePolicy;
  readonly remotes: Pick<Remotes, 'open'>;
  readonly git: Git;
  /** A folder for what is fetched to look at it. */
  readonly scratch: string;
}

/** A longer list would only make the page slow. */
const REFS = 1000;
/** With more refs, in git's order, the rest is not even sorted. */
const SORTED_REFS = 20_000;

/** Turns what was pasted into a repository, a ref and a full commit. */
export class Sources {
  readonly #deps: SourcesDeps;

  constructor(deps: SourcesDeps) {
    this.#deps = deps;
  }

  async resolve(
    pasted: string,
    ref?: string,
    signal: AbortSignal = new AbortController().signal
  ): Promise<ResolvedSource> {
    const parsed = parseSource(pasted, ref, this.#deps.policy);
    const { remote, refs } = await this.#ask(parsed, signal);
    if (refs.branches.size + refs.tags.size === 0) {
      throw new Failed(
        'source-empty',
        `${parsed.repository} has no files yet.`,
        { field: 'source', values: { repository: parsed.repository } }
      );
    }
    const wanted = wantedRef(parsed, refs);
    const found =
      known(refs, wanted) ?? (await this.#fetched(remote, wanted, signal));
    if (!found) {
      throw refNotFound(parsed, wanted, refs);
    }
    const title = suggestTitle(parsed.url);
    return {
      source: {
        url: parsed.url,
        provider: parsed.provider,
        spec: sourceSpec(parsed, found.ref),
        ...found
      },
      ...(refs.defaultRef === undefined ? {} : { defaultRef: refs.defaultRef }),
      refs: listRefs(refs),
      title,
      name: suggestName(title)
    };
  }

  async #ask(
    parsed: ParsedSource,
    signal: AbortSignal
  ): Promise<{ remote: Remote; refs: RemoteRefs }> {
    try {
      const remote = await this.#deps.remotes.open(parsed.url, signal);
      return { remote, refs: await this.#deps.git.refs(remote, signal) };
    } catch (cause) {
      if (cause instanceof Failed && cause.code === 'source-not-found') {
        throw sourceNotFound(parsed, cause);
      }
      throw cause;
    }
  }

  /** Fetch a full commit that no ref names: only the server knows of it. */
  async #fetched(
    remote: Remote,
    wanted: string,
    signal: AbortSignal
  ): Promise<{ ref: string; commit: string } | undefined> {
    if (!isFullCommit(wanted)) {
      return undefined;
    }
    const commit = wanted.toLowerCase();
    const { git, scratch } = this.#deps;
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    const cwd = await mkdtemp(join(scratch, 'commit-'));
    try {
      const options = { cwd, remote, signal };
      await git.fetchCommit(commit, 'tree:0', options);
      const type = await git.run(['cat-file', '-t', commit], options);
      return type.stdout.trim() === 'commit'
        ? { ref: commit, commit }
        : undefined;
    } catch (error) {
      if (error instanceof Failed && error.code === 'ref-not-found') {
        return undefined;
      }
      throw error;
    } finally {
      await rm(cwd, { recursive: true, force: true });
    }
  }
}

/** Choose the ref to look for: of the form, of the link, or the default. */
function wantedRef(parsed: ParsedSource, refs: RemoteRefs): string {
  const { ref, tail } = parsed;
  if (tail === undefined) {
    return ref ?? defaultOf(refs);
  }
  const match = matchTail(refs, tail);
  if (match && match.path !== '') {
    throw new Failed(
      'invalid-request',
      `The link points at ${match.path} inside the repository. A project is the whole repository: leave that part out.`,
      { field: 'source', values: { reason: 'path', path: match.path } }
    );
  }
  return ref ?? match?.ref ?? tail;
}

function defaultOf(refs: RemoteRefs): string {
  const { defaultRef, branches } = refs;
  if (defaultRef !== undefined && branches.has(defaultRef)) {
    return defaultRef;
  }
  // HEAD names a branch that was never pushed, or is no branch.
  const usual = ['main', 'master'].find(name => branches.has(name));
  return usual ?? [...branches.keys()][0] ?? [...refs.tags.keys()][0] ?? 'HEAD';
}

function known(
  refs: RemoteRefs,
  wanted: string
): { ref: string; commit: string } | undefined {
  const commit = commitOf(refs, wanted);
  if (commit !== undefined) {
    return { ref: wanted.replace(/^refs\/(heads|tags)\//, ''), commit };
  }
  const tips = [...refs.branches.values(), ...refs.tags.values()];
  const full = isFullCommit(wanted)
    ? tips.find(tip => tip === wanted.toLowerCase())
    : expandCommit(refs, wanted);
  return full === undefined ? undefined : { ref: full, commit: full };
}

function listRefs({ defaultRef, branches, tags }: RemoteRefs): string[] {
  const order = new Intl.Collator('en', { numeric: true });
  const names = [...branches.keys()].filter(name => name !== defaultRef);
  return [
    ...(defaultRef !== undefined && branches.has(defaultRef)
      ? [defaultRef]
      : []),
    ...names.slice(0, SORTED_REFS).sort((a, b) => order.compare(a, b)),
    ...[...tags.keys()].slice(-SORTED_REFS).sort((a, b) => order.compare(b, a))
  ].slice(0, REFS);
}

function sourceNotFound(parsed: ParsedSource, cause: Failed): Failed {
  const { repository, provider, url } = parsed;
  return new Failed(
    'source-not-found',
    `There is no public repository ${repository}. Check the spelling.`,
    {
      cause,
      field: 'source',
      values: { repository, provider, host: new URL(url).host }
    }
  );
}

function refNotFound(
  { repository }: ParsedSource,
  ref: string,
  { defaultRef }: RemoteRefs
): Failed {
  const short = /^[0-9a-f]{7,39}$/i.test(ref)
    ? ' Of a commit that is no branch’s last, all 40 digits are needed.'
    : '';
  return new Failed(
    'ref-not-found',
    `${repository} has no branch, tag or commit “${ref}”.${short}`,
    {
      field: 'ref',
      values: {
        repository,
        ref,
        ...(defaultRef === undefined ? {} : { default: defaultRef })
      }
    }
  );
}
