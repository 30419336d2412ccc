// The tests that need the real cluster; `npm run cluster up` first. They run as
// the modules that they are, as the cluster's client is one:
// NODE_OPTIONS=--experimental-vm-modules jest --config tests/cluster/jest.config.js

export default {
  rootDir: '../..',
  displayName: 'cluster',
  testEnvironment: '<rootDir>/tests/cluster/environment.js',
  testMatch: ['<rootDir>/{companion/src,tests}/**/*.cluster-test.ts'],
  testSequencer: '<rootDir>/tests/cluster/sequencer.js',
  testTimeout: 180_000,
  // They wait for pods, more than they work.
  maxWorkers: 3,
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
