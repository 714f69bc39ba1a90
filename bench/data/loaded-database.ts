import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded/start-embedded-postgres.js';
import type { Stops } from '../harness/workload.js';
import { fill } from './fill.js';
import { restore } from './restore.js';
import { AMOUNTS, type Size } from './size.js';

/** Loaded once and kept, because a million posts take minutes. Removing it costs no more than that. */
const KEPT = join(tmpdir(), 'kitchen-bench');
const MIGRATIONS = join(import.meta.dirname, '..', '..', 'src', 'platform', 'database', 'migrations');

/** Nothing of it need survive before all of it is there. */
const WHILE_LOADING = {
  fsync: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '8GB',
  autovacuum: 'off',
};
const DURABLE = { fsync: 'on' };

const run = promisify(execFile);

/**
 * A PostgreSQL with content of this size in the application's own schema, as durable as in production: on a disk, with fsync and
 * everything else at the settings of `npm start`. What earlier runs wrote into it is gone.
 */
export async function startLoadedDatabase(size: Size, stops: Stops): Promise<EmbeddedPostgres> {
  const dataDir = join(KEPT, `${size}-${await mark()}`);
  if (!(await isLoaded(dataDir))) await load(size, dataDir, stops);
  const postgres = await start(dataDir, DURABLE, stops);
  await restore(postgres.url);
  return postgres;
}

async function load(size: Size, dataDir: string, stops: Stops): Promise<void> {
  const startedAt = Date.now();
  const { posts } = AMOUNTS[size];
  console.log(`Loading ${posts.toLocaleString('en')} posts into ${dataDir}, which is kept for further runs …`);
  await mkdir(KEPT, { recursive: true });
  // What another schema was loaded into is of no more use.
  for (const name of await readdir(KEPT)) {
    if (name.startsWith(`${size}-`)) await rm(join(KEPT, name), { recursive: true, force: true });
  }
  await mkdir(dataDir);
  // Under root, PostgreSQL runs as another account, which has to reach it whatever the umask is.
  for (const directory of [KEPT, dataDir]) await chmod(directory, 0o755);
  const postgres = await start(dataDir, WHILE_LOADING, stops);
  await migrate(postgres.url);
  await fill(postgres.url, AMOUNTS[size]);
  await postgres.stop();
  await writeFile(join(dataDir, 'loaded'), '');
  console.log(`Loaded in ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);
}

async function start(
  dataDir: string,
  settings: Record<string, string | number>,
  stops: Stops,
): Promise<EmbeddedPostgres> {
  const starting = startEmbeddedPostgres({ dataDir, database: 'kitchen', settings, log: console.error });
  // Also when the signal comes while it is being started.
  stops.add(async () => {
    const server = await starting.catch(() => undefined);
    await server?.stop();
  });
  return starting;
}

async function migrate(databaseUrl: string): Promise<void> {
  const settings = { NODE_ENV: 'production', DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' };
  const secret = randomBytes(48).toString('base64');
  const env = { PATH: process.env['PATH'], JWT_SECRET: secret, ...settings };
  await run(process.execPath, ['dist/cli.js', 'migrate'], { env });
}

async function isLoaded(dataDir: string): Promise<boolean> {
  return readdir(dataDir).then(
    (names) => names.includes('loaded'),
    () => false,
  );
}

/** Of the schema and of what is loaded into it. */
async function mark(): Promise<string> {
  const hash = createHash('sha256');
  for (const directory of [MIGRATIONS, import.meta.dirname]) {
    for (const name of (await readdir(directory)).sort()) hash.update(await readFile(join(directory, name)));
  }
  return hash.digest('hex').slice(0, 12);
}
