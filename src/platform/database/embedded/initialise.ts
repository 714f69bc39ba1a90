import { access, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keptSecret } from '../../config/kept-secret.js';
import { type Account, accounts, giveTo, runProgramAs } from './account.js';
import type { Binaries } from './binaries.js';
import type { ClusterFiles } from './cluster-files.js';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres.error.js';
import { isMarkAlive, markOfThisProcess } from './process-mark.js';
import { SUPERUSER } from './superuser.js';

const DRAFT = /^initdb-(.+)$/;

/**
 * The full-text parser still asks the C library what a letter is: under `C` it takes a dash or a typographic quote for one.
 * The plain `C` is for systems that have no UTF-8 locale by these names.
 */
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/**
 * Makes the data directory, if there is none yet. It is made under another name and then renamed, so it is there whole or
 * not at all, and of two processes that do this at once the first one's is used by both.
 *
 * @param isSynced whether to wait until it is on the disk.
 */
export async function initialiseCluster(files: ClusterFiles, binaries: Binaries, isSynced: boolean): Promise<void> {
  await removeAbandonedDrafts(files.root);
  if (await isInitialised(files)) return;
  await keptSecret(files.root, 'password');

  const problems: string[] = [];
  for (const account of await accounts()) {
    const draft = join(files.root, `initdb-${await markOfThisProcess()}`);
    try {
      await initialiseAs(account, draft, { files, binaries, isSynced });
      return;
    } catch (error) {
      problems.push(`as ${account.name}: ${reasonOf(error)}`);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }
  throw new EmbeddedPostgresError(`initdb failed in ${files.root}\n${problems.join('\n')}`);
}

async function initialiseAs(
  account: Account,
  draft: string,
  { files, binaries, isSynced }: { files: ClusterFiles; binaries: Binaries; isSynced: boolean },
): Promise<void> {
  const data = join(draft, 'cluster');
  await mkdir(draft, { mode: 0o700 });
  await copyFile(files.password, join(draft, 'password'));
  await giveTo(account, draft);
  await initdb(account, binaries, [
    `--pgdata=${data}`,
    `--pwfile=${join(draft, 'password')}`,
    `--username=${SUPERUSER}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Compiled in, hence the same on every system.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(isSynced ? [] : ['--no-sync']),
  ]);
  await rename(data, files.cluster).catch(async (error: unknown) => {
    if (!(await isInitialised(files))) throw error;
  });
}

async function initdb(account: Account, { initdb, environment }: Binaries, args: string[]): Promise<void> {
  for (const characterType of CHARACTER_TYPES) {
    try {
      await runProgramAs(account, initdb, [...args, `--lc-ctype=${characterType}`], environment);
      return;
    } catch (error) {
      const isUnknownLocale = reasonOf(error).includes('invalid locale name');
      if (!isUnknownLocale || characterType === CHARACTER_TYPES.at(-1)) throw error;
    }
  }
}

async function isInitialised({ cluster }: ClusterFiles): Promise<boolean> {
  return access(join(cluster, 'PG_VERSION'))
    .then(() => true)
    .catch(() => false);
}

async function removeAbandonedDrafts(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const [, mark] = DRAFT.exec(name) ?? [];
    if (mark === undefined || (await isMarkAlive(mark)) !== false) continue;
    // Its initdb may still be writing.
    await rm(join(root, name), { recursive: true, force: true, maxRetries: 10 });
  }
}
