import { access, chmod, constants, mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopEmbeddedPostgres } from '../../src/platform/database/embedded/start-embedded-postgres.js';
import { isMarkAlive, markOfThisProcess } from '../../src/platform/database/embedded/process-mark.js';

const NAME = /^kitchen-test-(.+)$/;
const MEMORY = '/dev/shm';
/** A container's usual 64 MiB would not do. */
const MEMORY_BYTES = 1_073_741_824;

/** A new directory for this run's database, in memory where there is enough. What killed runs have left is removed. */
export async function makeTestDirectory(): Promise<string> {
  for (const place of [MEMORY, tmpdir()]) await sweep(place);
  const directory = join((await isRoomy(MEMORY)) ? MEMORY : tmpdir(), `kitchen-test-${await markOfThisProcess()}`);
  await mkdir(directory);
  // Under root, PostgreSQL runs as another account, which has to reach it whatever the umask is.
  await chmod(directory, 0o755);
  return directory;
}

/** Removes the directories of runs whose process is gone, after their servers. */
async function sweep(place: string): Promise<void> {
  for (const name of await readdir(place).catch(() => [])) {
    const [, mark] = NAME.exec(name) ?? [];
    const directory = join(place, name);
    if (mark === undefined || (await isMarkAlive(mark)) !== false || !(await isOurs(directory))) continue;
    await stopEmbeddedPostgres(directory);
    await rm(directory, { recursive: true, force: true });
  }
}

async function isOurs(directory: string): Promise<boolean> {
  return (await stat(directory)).uid === process.getuid?.();
}

async function isRoomy(place: string): Promise<boolean> {
  try {
    await access(place, constants.W_OK);
    const { bavail, bsize } = await statfs(place);
    return bavail * bsize >= MEMORY_BYTES;
  } catch {
    return false;
  }
}
