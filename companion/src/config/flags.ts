/** A flag of the command line. `--help` has them in the order of `FLAGS`. */
export interface Flag {
  readonly flag: string;
  /** The name in the configuration file. */
  readonly key: string;
  readonly kind: 'text' | 'number' | 'yes-no' | 'list';
  readonly value?: string;
  readonly help: string;
}

export const FLAGS: readonly Flag[] = [
  {
    flag: 'config',
    key: 'config',
    kind: 'text',
    value: 'FILE',
    help: 'read settings from this YAML or JSON file'
  },
  {
    flag: 'host',
    key: 'host',
    kind: 'text',
    value: 'ADDRESS',
    help: 'listen on this address (127.0.0.1)'
  },
  {
    flag: 'port',
    key: 'port',
    kind: 'number',
    value: 'N',
    help: 'listen on this port (the one of last time; 0: any)'
  },
  {
    flag: 'data',
    key: 'data',
    kind: 'text',
    value: 'DIR',
    help: 'keep projects and environments here (~/jupyterlab-projects)'
  },
  {
    flag: 'token',
    key: 'token',
    kind: 'text',
    value: 'T',
    help: 'the token that opens the site (a new one at each start)'
  },
  {
    flag: 'open',
    key: 'open',
    kind: 'yes-no',
    help: 'open the home page in the browser (when there is a terminal)'
  },
  {
    flag: 'driver',
    key: 'driver',
    kind: 'text',
    value: 'NAME',
    help: 'where servers run: local'
  },
  {
    flag: 'builder',
    key: 'builder',
    kind: 'text',
    value: 'NAME',
    help: 'what builds environments: uv or binderhub'
  },
  {
    flag: 'allow-source',
    key: 'allowSource',
    kind: 'list',
    value: 'HOST-OR-URL-PREFIX',
    help: 'also take sources from here, http and private addresses included'
  },
  {
    flag: 'source-base',
    key: 'sourceBase',
    kind: 'text',
    value: 'URL',
    help: 'what owner/repo is below (https://github.com)'
  },
  {
    flag: 'example',
    key: 'example',
    kind: 'text',
    value: 'SOURCE',
    help: 'a repository to try, shown while there is no project'
  },
  {
    flag: 'limit',
    key: 'limit',
    kind: 'number',
    value: 'N',
    help: 'how many projects a user may have (any number)'
  },
  {
    flag: 'keep-warm',
    key: 'keepWarm',
    kind: 'number',
    value: 'N',
    help: 'how many servers keep running after a switch (1)'
  },
  {
    flag: 'trash-days',
    key: 'trashDays',
    kind: 'number',
    value: 'N',
    help: 'how many days a deleted project can be restored (30)'
  },
  {
    flag: 'builds-at-once',
    key: 'buildsAtOnce',
    kind: 'number',
    value: 'N',
    help: 'how many builds run at the same time (2)'
  },
  {
    flag: 'log-level',
    key: 'logLevel',
    kind: 'text',
    value: 'LEVEL',
    help: 'debug, info, warn or error (warn)'
  }
];

export function helpText(): string {
  const lines = FLAGS.map(({ flag, kind, value, help }) => {
    const name = kind === 'yes-no' ? `--${flag}, --no-${flag}` : `--${flag}`;
    return `  ${`${name} ${value ?? ''}`.trim().padEnd(36)} ${help}`;
  });
  return [
    'Usage: jupyterlab-projects [options]',
    '',
    'Projects for JupyterLab: a panel that lists projects, builds their',
    'environments and switches between them.',
    '',
    ...lines,
    `  ${'--help'.padEnd(36)} show this`,
    '',
    'Each is also a setting of the file (allowSource) and a variable of the',
    'environment (PROJECTS_ALLOW_SOURCE). More: docs/configuration.md',
    ''
  ].join('\n');
}
