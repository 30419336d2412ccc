import { Failed } from '../../base/errors.ts';
import type { Pyproject } from './pyproject.ts';

/** A Python version, or a range, that a file of the repository asks for. */
export interface WantedPython {
  /** As uv takes it: `3.11`, `3.11.4`, `>=3.10`. */
  readonly request: string;
  readonly file: string;
}

/** Read `runtime.txt`, else `.python-version`, else `requires-python`. */
export function wantedPython(
  text: (name: string) => string | undefined,
  prefix: string,
  pyproject: Pyproject | undefined
): WantedPython | undefined {
  for (const name of ['runtime.txt', '.python-version']) {
    const line = firstLine(text(name));
    if (line !== '') {
      const file = prefix + name;
      return { request: versionOf(line, file), file };
    }
  }
  return pyproject?.requiresPython === undefined
    ? undefined
    : {
        request: pyproject.requiresPython.replace(/\s/g, ''),
        file: `${prefix}pyproject.toml`
      };
}

/** Return the failure for a missing Python, before packages are installed. */
export function missingPython({ request, file }: WantedPython): Failed {
  return new Failed(
    'unsupported-environment',
    `${file} asks for Python ${request}, which is not installed on this machine.`,
    { file, values: { file, python: request, reason: 'python' } }
  );
}

/** Return why nothing can be built at all: the site's own Python is missing. */
export function noPython(request: string | undefined): Failed {
  return new Failed(
    'build-failed',
    `uv finds no Python${request === undefined ? '' : ` at ${request}`} on this machine.`,
    { values: { reason: 'python' } }
  );
}

function firstLine(text: string | undefined): string {
  const lines = (text ?? '').split('\n').map(line => line.trim());
  return lines.find(line => line !== '' && !line.startsWith('#')) ?? '';
}

/** Read `python-3.11`, `3.11.4`, `cpython-3.11`; R has a `runtime.txt`, too. */
function versionOf(line: string, file: string): string {
  const match = /^(?:c?python-)?(\d+(?:\.\d+){0,2})$/i.exec(line);
  if (!match?.[1]) {
    throw new Failed(
      'unsupported-environment',
      `${file} asks for ${line.slice(0, 60)}, which is no version of Python.`,
      {
        file,
        line: 1,
        values: { file, python: line.slice(0, 60), reason: 'runtime' }
      }
    );
  }
  return match[1];
}
