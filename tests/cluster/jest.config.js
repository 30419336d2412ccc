// The tests that need the real cluster; `npm run cluster up` first. They run as
// the modules that they are, as the cluster's client is one:
// NODE_OPTIONS=--experimental-vm-modules jest --config tests/cluster/jest.config.js

export default {
  rootDir: '../..',
  displayName: 'cluster',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{companion/src,tests}/**/*.cluster-test.ts'],
  testTimeout: 180_000,
  // Two cores carry the whole cluster.
  maxWorkers: 1,
  modulePathIgnorePatterns: ['<rootDir>/(.*/)?(lib|dist|labextension|.tool)/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' }
      }
    ]
  }
};
