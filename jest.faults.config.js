import base from './jest.config.js';

/**
 * What happens when things break: the built application as processes, over PostgreSQLs of their own to which anything may happen.
 * One file at a time, since each of them takes the whole machine.
 *
 * @type {import('jest').Config}
 */
export default {
  ...base,
  globalSetup: undefined,
  globalTeardown: undefined,
  roots: ['<rootDir>/test/faults'],
  testMatch: ['**/*.faults-spec.ts'],
  maxWorkers: 1,
  testTimeout: 120_000,
};
