/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],

  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // By the options in .swcrc, which say the same as tsconfig.json.
  transform: { '^.+\\.ts$': '@swc/jest' },
  // CommonJS packages that require Nest (nestjs-cls and others) need it to be loaded, as ES modules, before them.
  setupFiles: ['<rootDir>/test/setup/nest-first.mjs'],

  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/setup/summary-reporter.js'],

  maxWorkers: 2,
  // Node never unloads the modules of a finished test file, so that a worker grows with each; past this it starts anew.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 15_000,
};
