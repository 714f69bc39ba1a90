import { chmod, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markOfThisProcess } from '../../src/platform/database/embedded/process-mark.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded/start-embedded-postgres.js';
import type { Stops } from './workload.js';

/**
 * An empty PostgreSQL of this run's own, as durable as in production: on a disk, with fsync and everything else at the settings
 * of `npm start`.
 */
export async function startDatabase(stops: Stops): Promise<EmbeddedPostgres> {
  // Named as test runs name theirs: what a killed run has left is found and removed by the next one of those.
  const dataDir = join(tmpdir(), `kitchen-test-${await markOfThisProcess()}`);
  await mkdir(dataDir);
  // Under root, PostgreSQL runs as another account, which has to reach it whatever the umask is.
  await chmod(dataDir, 0o755);
  stops.add(() => rm(dataDir, { recursive: true, force: true }));
  const starting = startEmbeddedPostgres({
    dataDir,
    database: 'kitchen',
    settings: { fsync: 'on' },
    log: console.error,
  });
  // Also when the signal comes while it is being started.
  stops.add(async () => {
    const server = await starting.catch(() => undefined);
    await server?.stop();
  });
  return starting;
}
