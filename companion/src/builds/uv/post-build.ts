import { access, constants, mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Failed } from '../../base/errors.ts';
import { run } from '../../programs/command.ts';
import type { EnvironmentPaths } from './environment-paths.ts';
import { readFirstLine } from '../../repositories/repository-file.ts';

export interface PostBuild {
  /** The script below the folder, e.g. `binder/postBuild`. */
  readonly script: string;
  /** The repository's files: the script's working directory. */
  readonly folder: string;
  readonly paths: EnvironmentPaths;
  /** An empty folder for `HOME`. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
}

/** Find the script among a repository's files, if it has one. */
export function postBuildOf(files: readonly string[]): string | undefined {
  return files.find(path => path.endsWith('postBuild'));
}

/** Run a repository's `postBuild` as repo2docker does, in its environment. */
export async function runPostBuild(postBuild: PostBuild): Promise<void> {
  const { script, folder, paths, home, environment, signal, onText } =
    postBuild;
  await mkdir(home, { recursive: true, mode: 0o700 });
  onText(
    `Running ${script}. What it writes outside the project's folder and its environment is not kept.\n`
  );
  const [file = '', ...args] = await commandOf(folder, script);
  const ended = await run({
    file,
    args,
    cwd: folder,
    env: {
      ...environment,
      HOME: home,
      PATH: [paths.bin, environment.PATH].filter(Boolean).join(delimiter),
      VIRTUAL_ENV: paths.folder,
      NB_PYTHON_PREFIX: paths.folder,
      REPO_DIR: folder,
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      PYTHONUNBUFFERED: '1'
    },
    signal,
    onText
  });
  if (ended.exitCode !== 0) {
    const exitCode = String(ended.exitCode);
    throw new Failed(
      'postbuild-failed',
      `${script} stopped with exit code ${exitCode}.`,
      {
        file: script,
        values: { exitCode },
        logTail: ended.tail.slice(-5),
        actions: ['view-log', 'retry']
      }
    );
  }
}

/** Return the script itself, or what its `#!` names if it is not executable. */
async function commandOf(folder: string, script: string): Promise<string[]> {
  const first = await readFirstLine(folder, script);
  if (first === undefined) {
    throw new Failed(
      'unsupported-environment',
      `${script} is not a file of the repository.`,
      { file: script, values: { file: script, reason: 'outside' } }
    );
  }
  const path = join(folder, script);
  try {
    await access(path, constants.X_OK);
    return [path];
  } catch {
    const words = first.startsWith('#!')
      ? first.slice(2).trim().split(/\s+/)
      : [];
    return [...(words.length > 0 ? words : ['/bin/sh']), path];
  }
}
