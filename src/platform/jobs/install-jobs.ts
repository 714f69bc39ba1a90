import type { Pool } from 'pg';
import { onPool } from './boss-database.js';
import { newBoss } from './boss.js';

/** Makes pg-boss's tables, or brings them up to its version. Called under the lock of the migrations. */
export async function installJobs(pool: Pool): Promise<void> {
  const boss = newBoss(onPool(pool), { migrate: true, supervise: false });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();
  await boss.stop();
  if (failures[0]) throw failures[0];
}
