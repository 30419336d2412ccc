import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failed } from '../../base/errors.ts';
import type { Ended } from '../../programs/command.ts';
import { oldLab } from './environment-plan.ts';
import type { EnvironmentPlan } from './environment-plan.ts';
import { lockKey } from './locks.ts';
import type { Locks } from './locks.ts';
import {
  normalise,
  parseRequirement,
  parseRequirements
} from './requirements.ts';
import { requirementNotFound, uvFailure } from './uv-errors.ts';
import type { Uv, UvOptions } from './uv.ts';

/** Raise it when the same input would be resolved differently. */
const VERSION = '1';

export interface ResolverDeps {
  readonly uv: Uv;
  readonly locks: Locks;
  /** Added unless the project brings its own: JupyterLab and a kernel. */
  readonly base: readonly string[];
}

/** The plan to resolve, in the checkout `cwd`. */
export interface Question extends UvOptions {
  readonly plan: EnvironmentPlan;
  readonly commit: string;
  readonly python: { readonly python: string; readonly version: string };
  /** A folder for files of our own. */
  readonly scratch: string;
}

export interface Lock {
  readonly key: string;
  readonly text: string;
  /** True when an earlier build resolved it. */
  readonly cached: boolean;
}

const QUIET = ['--quiet', '--no-header', '--no-annotate'];

/** Turns requirements into exact versions, once for the same content. */
export class Resolver {
  readonly #deps: ResolverDeps;

  constructor(deps: ResolverDeps) {
    this.#deps = deps;
  }

  /** Make the lock's key from the content, and the commit if that decides. */
  async key(
    {
      plan,
      commit,
      python
    }: Pick<Question, 'plan' | 'commit'> & {
      readonly python: { readonly version: string };
    },
    cwd: string
  ): Promise<string> {
    const { uv, base } = this.#deps;
    const settings = Object.entries(uv.environment).filter(([name]) =>
      name.startsWith('UV_')
    );
    return lockKey({
      ...Object.fromEntries(settings),
      ...Object.fromEntries(
        [...plan.texts].map(([path, text]) => [`file ${path}`, text])
      ),
      base: base.join('\n'),
      builder: `${VERSION} ${await uv.version(cwd)}`,
      python: python.version,
      ...(plan.byCommit ? { commit } : {})
    });
  }

  async resolve(question: Question): Promise<Lock> {
    const { locks } = this.#deps;
    const key = await this.key(question, question.cwd);
    const cached = await locks.read(key);
    if (cached !== undefined) {
      return { key, text: cached, cached: true };
    }
    const text = await this.#compile(question);
    await locks.write(key, text);
    return { key, text, cached: false };
  }

  async #compile(question: Question): Promise<string> {
    const inputs = await this.#inputs(question);
    if (inputs.length === 0) {
      return '';
    }
    const output = join(question.scratch, 'lock.txt');
    const args = [
      ...['pip', 'compile', ...QUIET],
      ...['--emit-index-url', '--emit-find-links', '--emit-build-options'],
      ...['--python', question.python.python, '--output-file', output],
      ...inputs
    ];
    const ended = await this.#deps.uv.end(args, question);
    if (ended.exitCode !== 0) {
      throw await this.#failure(ended, question);
    }
    const text = await readFile(output, 'utf8');
    await checkLab(text, question.signal);
    return text;
  }

  /** List the files for uv to compile: the repository's, and ours. */
  async #inputs(question: Question): Promise<string[]> {
    const { plan, scratch } = question;
    const inputs = plan.files.filter(path => path.endsWith('requirements.txt'));
    const brought = new Set(plan.requirements.map(({ name }) => name));
    if (plan.files.includes(`${plan.prefix}uv.lock`)) {
      const text = await this.#export(question);
      const { requirements } = await parseRequirements(text, question.signal);
      for (const { name } of requirements) {
        brought.add(name);
      }
      const exported = join(scratch, 'exported.txt');
      await writeFile(exported, text);
      inputs.push(exported);
    } else if (plan.pyproject?.project || plan.pyproject?.installable) {
      inputs.push(`${plan.prefix}pyproject.toml`);
    } else if (plan.installsItself) {
      inputs.push('setup.py');
    }
    const added = this.#deps.base.filter(
      line => !brought.has(parseRequirement(line)?.name ?? '')
    );
    if (added.length > 0) {
      const base = join(scratch, 'base.txt');
      await writeFile(base, `${added.join('\n')}\n`);
      inputs.push(base);
    }
    return inputs;
  }

  /** List what `uv sync` would install, without the project itself. */
  async #export(question: Question): Promise<string> {
    const { cwd, plan, python, signal } = question;
    const project = plan.prefix === '' ? '.' : plan.prefix;
    const args = [
      ...['export', '--frozen', '--no-hashes', ...QUIET],
      ...['--no-emit-project', '--project', project],
      ...['--python', python.python]
    ];
    const { stdout } = await this.#deps.uv.run(args, { cwd, signal });
    return stdout;
  }

  /** Return why it failed; for a missing version, also name the newest one. */
  async #failure(ended: Ended, question: Question): Promise<Failed> {
    const failure = uvFailure(ended, question.plan.requirements);
    const { values = {} } = failure.options;
    const name = values.package;
    if (
      failure.code !== 'requirement-not-found' ||
      name === undefined ||
      values.version === undefined ||
      values.newest !== undefined
    ) {
      return failure;
    }
    const newest = await this.#newest(name, question);
    return newest === undefined
      ? failure
      : requirementNotFound(name, values.version, newest, failure.options);
  }

  async #newest(name: string, question: Question): Promise<string | undefined> {
    const { cwd, signal, scratch, python } = question;
    const input = join(scratch, 'newest.txt');
    await writeFile(input, `${name}\n`);
    const { stdout } = await this.#deps.uv.end(
      [
        'pip',
        'compile',
        ...QUIET,
        '--no-deps',
        '--python',
        python.python,
        input
      ],
      { cwd, signal }
    );
    const found = parseRequirement(stdout.trim());
    return found?.name === normalise(name)
      ? found.specifier.replace(/^==/, '')
      : undefined;
  }
}

/** Refuse an old JupyterLab also when only other requirements pinned it. */
async function checkLab(lock: string, signal: AbortSignal): Promise<void> {
  const { requirements } = await parseRequirements(lock, signal);
  const lab = requirements.find(({ name }) => name === 'jupyterlab');
  if (lab && !lab.specifier.startsWith('==4.')) {
    throw oldLab(lab.specifier, {});
  }
}
