/** The repositories of the tests: small, and like those that people have. */
import type { Files } from '../../companion/src/testing/git-server.ts';

/** Pure Python, a few kilobytes, and no dependency of JupyterLab's. */
export const INFLECTION = 'inflection==0.5.1';
export const HUMANIZE = 'humanize==4.12.3';

const cell = (source: string) => ({
  cell_type: 'code',
  id: source.replace(/\W/g, '-').slice(0, 30) || 'empty',
  execution_count: null,
  metadata: {},
  outputs: [],
  source: [source]
});

/** Return a notebook with one cell for each source. */
export function notebook(...sources: string[]): string {
  return JSON.stringify({
    cells: sources.map(cell),
    metadata: {
      kernelspec: {
        display_name: 'Python 3 (ipykernel)',
        language: 'python',
        name: 'python3'
      },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  });
}

/** Return a repository with a requirement, a notebook and some text. */
export function repository(
  requirement: string,
  ...cells: string[]
): Record<string, string> {
  return {
    'README.md': '# A repository\n\nRead me.\n',
    'notes.md': 'A note.\n',
    'requirements.txt': `${requirement}\n`,
    'analysis.ipynb': notebook(...cells)
  };
}

/** Return a repository whose build waits for the gate, and logs that. */
export function slowBuild(gate: string): Files {
  return {
    ...repository(INFLECTION, ''),
    postBuild: [
      '#!/bin/bash',
      'echo "Waiting at the gate"',
      `until [ -e "${gate}" ]; do sleep 0.1; done`,
      'echo "The gate is open"',
      ''
    ].join('\n')
  };
}

/** Return a repository whose server waits for the gate before it answers. */
export function slowServer(gate: string): Files {
  return {
    ...repository(INFLECTION, 'print(6 * 7)'),
    ...inEnvironment('etc/jupyter/jupyter_server_config.py', [
      'import os, time',
      `while not os.path.exists("${gate}"): time.sleep(0.1)`
    ])
  };
}

/** JupyterLab of this environment dies at its start. */
export const BROKEN_SERVER: Files = {
  ...repository(INFLECTION, ''),
  ...inEnvironment('etc/jupyter/jupyter_server_config.py', [
    'import sys',
    'sys.stderr.write("no module named notebook_shim\\n")',
    'sys.exit(3)'
  ])
};

/** Return a `postBuild` that writes one file of the environment. */
function inEnvironment(file: string, lines: string[]): Files {
  return {
    postBuild: [
      '#!/bin/bash',
      'set -e',
      'prefix=$(python -c "import sys; print(sys.prefix)")',
      `mkdir -p "$(dirname "$prefix/${file}")"`,
      // The file may be a hard link into uv's cache.
      `rm -f "$prefix/${file}"`,
      `cat > "$prefix/${file}" <<'END'`,
      ...lines,
      'END',
      ''
    ].join('\n')
  };
}
