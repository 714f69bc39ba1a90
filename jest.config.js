/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],

  // Test files are loaded by Node itself, and TypeScript by test/support/run-typescript.mjs (docs/adr/0075).
  testRunner: '<rootDir>/test/setup/run-in-node.js',
  testEnvironment: '<rootDir>/test/setup/bare-environment.js',
  transform: {},
  // For --watch and --findRelatedTests, which look for what a file imports.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },

  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/setup/summary-reporter.js'],

  maxWorkers: 2,
  // Node never unloads the modules of a finished test file, so that a worker grows with each; past this it starts anew.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 15_000,
};
