import { randomBytes } from 'node:crypto';
import { copyTemplate, dropDatabase } from './cluster.js';

export interface TestDatabase {
  url: string;
  /** Ends the sessions that are left in it, and removes it. */
  drop(): Promise<void>;
}

/** An empty, migrated database for one test file alone: a copy of the run's template, made in about 20 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return copyOf((template) => template);
}

/** One without anything in it, for what happens before or at the first migration. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return copyOf(() => 'template0');
}

async function copyOf(choose: (template: string) => string): Promise<TestDatabase> {
  const { TEST_CLUSTER_URL: cluster, TEST_TEMPLATE: template } = process.env;
  if (!cluster || !template)
    throw new Error('Tests that need a database are run by jest, whose global set-up starts it.');
  const name = `${template.replace('_template_', '_test_')}_${randomBytes(4).toString('hex')}`;
  return { url: await copyTemplate(cluster, choose(template), name), drop: () => dropDatabase(cluster, name) };
}
