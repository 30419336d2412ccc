import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../programs/command.ts';
import type { Ended } from '../../programs/command.ts';
import { uvEnvironment } from '../../programs/tool-environment.ts';
import type { Environment } from '../../programs/tool-environment.ts';
import type { EnvironmentPaths } from './environment-paths.ts';
import { missingPython, noPython } from './python-version.ts';
import type { WantedPython } from './python-version.ts';
import { uvFailure } from './uv-errors.ts';

export interface UvDeps {
  /** The program. */
  readonly path: string;
  readonly cache: string;
  readonly environment: Environment;
  /** True when uv may download a Python that is not installed. */
  readonly pythonDownloads: boolean;
  /** The Python of repositories that ask for none; else uv's first one. */
  readonly python?: string;
}

export interface UvOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly onText?: (text: string) => void;
}

/** All builds share the answer, so no build's signal ends the question. */
const VERSION_TIMEOUT_MS = 60_000;

/** Runs uv with our cache, and with chosen variables of our environment. */
export class Uv {
  readonly #deps: UvDeps;
  #version: Promise<string> | undefined;

  constructor(deps: UvDeps) {
    this.#deps = deps;
  }

  /** The variables for uv, and for programs in environments that it made. */
  get environment(): Record<string, string> {
    return uvEnvironment(this.#deps.environment);
  }

  /** Run uv and return its end, whatever the exit code. */
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

  /** Ask uv once: another version comes with another start of the companion. */
  version(cwd: string): Promise<string> {
    const signal = AbortSignal.timeout(VERSION_TIMEOUT_MS);
    this.#version ??= this.run(['--version'], { cwd, signal }).then(
      ({ stdout }) => stdout.split(' ')[1] ?? stdout,
      (error: unknown) => {
        this.#version = undefined;
        throw error;
      }
    );
    return this.#version;
  }

  /** Find the version of the Python that an environment would have. */
  async pythonVersion(
    wanted: WantedPython | undefined,
    options: UvOptions
  ): Promise<string> {
    const found = await this.end(
      [
        ...['python', 'find', '--system', '--no-project', '--show-version'],
        ...this.#request(wanted, '')
      ],
      options
    );
    if (found.exitCode === 0) {
      return found.stdout.trim();
    }
    if (this.#deps.pythonDownloads && wanted) {
      return wanted.request;
    }
    throw wanted ? missingPython(wanted) : noPython(this.#deps.python);
  }

  /** Make an environment with pip in it, as people expect to find it. */
  async makeEnvironment(
    paths: EnvironmentPaths,
    wanted: WantedPython | undefined,
    options: UvOptions
  ): Promise<{ python: string; version: string }> {
    const ended = await this.end(
      [
        ...['venv', '--seed', '--no-project', '--quiet'],
        ...[...this.#request(wanted, '--python'), '--', paths.folder]
      ],
      options
    );
    if (ended.exitCode !== 0) {
      throw /no (?:interpreter|download) found|failed to inspect python/i.test(
        ended.tail.join(' ')
      ) && wanted
        ? missingPython(wanted)
        : uvFailure(ended, []);
    }
    const settings = await readFile(join(paths.folder, 'pyvenv.cfg'), 'utf8');
    const version = /^version_info = (\S+)/m.exec(settings)?.[1] ?? '';
    return { python: paths.python, version };
  }

  #request(wanted: WantedPython | undefined, flag: string): string[] {
    const request = wanted?.request ?? this.#deps.python;
    return request === undefined ? [] : [flag, request].filter(Boolean);
  }
}
