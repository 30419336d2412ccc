import { spawnSync } from 'node:child_process';
import { Failed } from '../base/errors.ts';

export interface NeededProgram {
  /** A name on the path, or a path. */
  readonly file: string;
  /** Tells people what to do where it is missing. */
  readonly advice: string;
}

export const GIT: NeededProgram = {
  file: 'git',
  advice: 'install it (Debian and Ubuntu: apt install git)'
};

export function uvAt(file: string): NeededProgram {
  return {
    file,
    advice: 'install it (pip install uv), or set "uv.path" to where it is'
  };
}

/** Fail unless all run: a start without one would fail later, less clearly. */
export function requirePrograms(
  programs: readonly NeededProgram[],
  environment: Readonly<Record<string, string | undefined>>
): void {
  for (const { file, advice } of programs) {
    const { error, status } = spawnSync(file, ['--version'], {
      env: environment,
      stdio: 'ignore'
    });
    if (error || status !== 0) {
      const { code } = (error ?? {}) as NodeJS.ErrnoException;
      const what = code === 'ENOENT' ? 'is missing' : 'does not run';
      throw new Failed('unavailable', `${file} ${what}: ${advice}.`, {
        cause: error
      });
    }
  }
}
