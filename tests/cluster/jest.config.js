// The tests that need the real cluster; run `npm run cluster up` first. They
// run as ES modules, because the cluster's client is one:
// NODE_OPTIONS=--experimental-vm-modules jest --config tests/cluster/jest.config.js

export default {
  rootDir: '../..',
  displayName: 'cluster',
  testEnvironment: '<rootDir>/tests/cluster/environment.js',
  testMatch: ['<rootDir>/{companion/src,tests}/**/*.cluster-test.ts'],
  testSequencer: '<rootDir>/tests/cluster/sequencer.js',
  testTimeout: 180_000,
  // Three at once, as the tests wait for pods more than they work.
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
