import { run } from '../../projects/command.ts';
import type { Ended } from '../../projects/command.ts';
import { uvEnvironment } from '../../projects/tool-environment.ts';
import type { Environment } from '../../projects/tool-environment.ts';
import { missingPython, noPython } from './python-version.ts';
import type { WantedPython } from './python-version.ts';
import { uvFailure } from './uv-errors.ts';

export interface UvDeps {
  /** The program. */
  readonly path: string;
  readonly cache: string;
  readonly environment: Environment;
  /** Whether uv may download a Python that is not installed. */
  readonly pythonDownloads: boolean;
  /** The Python of repositories that ask for none; else the first found. */
  readonly python?: string;
}

export interface UvOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly onText?: (text: string) => void;
}

/** Runs uv with our cache, and without configuration of our environment's. */
export class Uv {
  readonly #deps: UvDeps;

  constructor(deps: UvDeps) {
    this.#deps = deps;
  }

  /** The environment of uv, and of what is run in what it made. */
  get environment(): Record<string, string> {
    return uvEnvironment(this.#deps.environment);
  }

  /** Run uv, whatever its exit code. */
  end(args: readonly string[], options: UvOptions): Promise<Ended> {
    const { path, cache, pythonDownloads } = this.#deps;
    return run({
      file: path,
      args,
      ...options,
      env: {
        ...this.environment,
        UV_CACHE_DIR: cache,
        UV_LINK_MODE: 'hardlink',
        UV_NO_PROGRESS: '1',
        UV_PYTHON_DOWNLOADS: pythonDownloads ? 'automatic' : 'never',
        NO_COLOR: '1',
        GIT_TERMINAL_PROMPT: '0'
      }
    });
  }

  async run(args: readonly string[], options: UvOptions): Promise<Ended> {
    const ended = await this.end(args, options);
    if (ended.exitCode !== 0) {
      throw uvFailure(ended, []);
    }
    return ended;
  }

  async version(options: UvOptions): Promise<string> {
    const { stdout } = await this.run(['--version'], options);
    return stdout.split(' ')[1] ?? stdout;
  }

  /**
   * What to give uv as `--python`, and its full version. With downloads allowed
   * one that is not there yet is named by what was asked for.
   */
  async findPython(
    wanted: WantedPython | undefined,
    options: UvOptions
  ): Promise<{ python: string; version: string }> {
    const request = wanted?.request ?? this.#deps.python;
    const find = ['python', 'find', '--system', '--no-project'];
    const names = request === undefined ? [] : [request];
    const path = await this.end([...find, ...names], options);
    if (path.exitCode !== 0) {
      if (this.#deps.pythonDownloads && wanted) {
        return { python: wanted.request, version: wanted.request };
      }
      throw wanted ? missingPython(wanted) : noPython(request);
    }
    const python = path.stdout.trim();
    const { stdout } = await this.run(
      [...find, '--show-version', python],
      options
    );
    return { python, version: stdout.trim() };
  }
}
