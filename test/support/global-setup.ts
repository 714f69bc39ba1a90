import './run-typescript.mjs';
import type { TestCluster } from './cluster.js';

declare global {
  var testCluster: TestCluster | undefined;
}

/** Runs once, before all test files: the database of this run (or the one at TEST_DATABASE_URL), with its migrated template. */
export default async function setUp(): Promise<void> {
  // Only now, as the loader of our TypeScript is in place.
  const { startTestCluster } = await import('./cluster.js');
  const { migrate } = await import('../../src/platform/database/migrate.js');
  const cluster = await startTestCluster(migrate, process.env['TEST_DATABASE_URL']);
  globalThis.testCluster = cluster;
  process.env['TEST_CLUSTER_URL'] = cluster.url;
  process.env['TEST_TEMPLATE'] = cluster.template;
}
