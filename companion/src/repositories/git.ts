import { mkdir } from 'node:fs/promises';
import { devNull } from 'node:os';
import { run } from '../programs/command.ts';
import type { Ended } from '../programs/command.ts';
import { gitFailure } from './git-errors.ts';
import { parseRefs } from './refs.ts';
import type { RemoteRefs } from './refs.ts';
import type { Remote } from './remotes.ts';
import { gitEnvironment } from '../programs/tool-environment.ts';
import type { Environment } from '../programs/tool-environment.ts';

export interface GitDeps {
  /** A folder without configuration, given to git as `HOME`. */
  readonly home: string;
  readonly environment: Environment;
}

export interface GitOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Without a remote, git may not talk to anybody. */
  readonly remote?: Remote;
  readonly onText?: (text: string) => void;
  /** More than so many characters on standard output are a failure. */
  readonly limit?: number;
}

/** Room for hundreds of thousands of refs, which are read in one go. */
const REFS_LIMIT = 32_000_000;

/** Settings so that no machine's, user's or repository's configuration runs. */
const SETTINGS = [
  ['core.hooksPath', devNull],
  ['core.fsmonitor', 'false'],
  ['credential.helper', ''],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['http.followRedirects', 'false'],
  ['http.lowSpeedLimit', '1'],
  ['http.lowSpeedTime', '60'],
  ['protocol.version', '2'],
  ['advice.detachedHead', 'false']
] as const;

/** Runs git on repositories that nobody trusts (RELIABILITY e.14, e.15). */
export class Git {
  readonly #deps: GitDeps;

  constructor(deps: GitDeps) {
    this.#deps = deps;
  }

  /** Run git; a failure is a `Failed` that says why, as far as git says. */
  async run(args: readonly string[], options: GitOptions): Promise<Ended> {
    const ended = await this.#run(args, options);
    if (ended.exitCode !== 0) {
      throw gitFailure(ended);
    }
    return ended;
  }

  /** True when git exits with 0. */
  async test(args: readonly string[], options: GitOptions): Promise<boolean> {
    return (await this.#run(args, options)).exitCode === 0;
  }

  /** List the branches and tags of a remote. */
  async refs(remote: Remote, signal: AbortSignal): Promise<RemoteRefs> {
    const { stdout } = await this.run(
      ['ls-remote', '--symref', '--', remote.url],
      { cwd: this.#deps.home, remote, signal, limit: REFS_LIMIT }
    );
    return parseRefs(stdout);
  }

  /**
   * Fetch one commit, without its history and, where the server can leave them
   * out, without objects of `filter`; git fetches those when they are needed.
   */
  async fetchCommit(
    commit: string,
    filter: 'blob:none' | 'tree:0' | undefined,
    options: GitOptions & { readonly remote: Remote }
  ): Promise<void> {
    const { url } = options.remote;
    await this.run(['init', '--quiet', '--template=', '--', '.'], options);
    if (filter !== undefined) {
      // Git fetches omitted objects later only from a named remote.
      await this.run(['remote', 'add', '--', 'origin', url], options);
    }
    const filters = filter === undefined ? [] : [`--filter=${filter}`];
    await this.run(
      ['fetch', '--quiet', '--no-tags', '--depth=1', ...filters].concat([
        '--',
        filter === undefined ? url : 'origin',
        commit
      ]),
      options
    );
  }

  async #run(args: readonly string[], options: GitOptions): Promise<Ended> {
    await mkdir(this.#deps.home, { recursive: true, mode: 0o700 });
    const { cwd, signal, remote, onText, limit } = options;
    const pin = remote?.pin
      ? [['http.curloptResolve', remote.pin] as const]
      : [];
    const settings = [...SETTINGS, ...pin].flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`
    ]);
    return await run({
      file: 'git',
      args: [...settings, ...args],
      cwd,
      env: {
        ...gitEnvironment(this.#deps.environment),
        HOME: this.#deps.home,
        LC_ALL: 'C',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: devNull,
        GIT_TERMINAL_PROMPT: '0',
        GIT_ASKPASS: '',
        GIT_ALLOW_PROTOCOL: remote?.protocol ?? 'none'
      },
      signal,
      ...(onText ? { onText } : {}),
      ...(limit === undefined ? {} : { limit })
    });
  }
}
