// Packages that ship as ES modules only, and so pass through swc.
const esm = [
  '@codemirror',
  '@jupyter',
  '@jupyterlab',
  '@lezer',
  '@lumino',
  '@marijn',
  '@microsoft',
  '@rjsf',
  '@sec-ant',
  '@sindresorhus',
  'crelt',
  'eventsource-parser',
  'execa',
  'exenv-es6',
  'figures',
  'get-stream',
  'human-signals',
  'is-plain-obj',
  'is-stream',
  'is-unicode-supported',
  'isomorphic.js',
  'kysely',
  'lib0',
  'lodash-es',
  'nanoid',
  'npm-run-path',
  'p-map',
  'parse-ms',
  'path-key',
  'pretty-ms',
  'signal-exit',
  'smol-toml',
  'strip-final-newline',
  'style-mod',
  'unicorn-magic',
  'uuid',
  'vscode-ws-jsonrpc',
  'w3c-keyname',
  'which-command',
  'y-protocols',
  'y-websocket',
  'yjs',
  'yoctocolors'
].join('|');

const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      target: 'es2022',
      transform: { react: { runtime: 'classic' } }
    },
    module: { type: 'commonjs' }
  }
];

const shared = {
  modulePathIgnorePatterns: [
    '<rootDir>/labextension',
    '<rootDir>/tests/cluster/images/',
    '<rootDir>/lib/',
    '<rootDir>/companion/lib/',
    '<rootDir>/dist/',
    '<rootDir>/.tool/'
  ],
  transformIgnorePatterns: [`/node_modules/(?!(${esm})(/|$))`]
};

export default {
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'extension',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/extension/**/*.test.ts?(x)'],
      setupFiles: ['<rootDir>/extension/testing/setup.js'],
      moduleNameMapper: { '\\.css$': 'identity-obj-proxy' },
      transform: {
        '\\.svg$': '<rootDir>/extension/testing/svg-transform.cjs',
        '\\.m?[jt]sx?$': swc
      }
    },
    {
      ...shared,
      displayName: 'companion',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/{companion/src,scripts,tests}/**/*.test.ts'],
      // `unicorn-magic` exports for `import` only, and Jest asks for `require`.
      moduleNameMapper: {
        '^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js'
      },
      transform: { '\\.m?[jt]sx?$': swc }
    }
  ]
};
