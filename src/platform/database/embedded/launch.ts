import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';
import { type Account, accountsFor, giveTo, programAs, runProgramAs } from './account.js';
import type { Binaries } from './binaries.js';
import type { ClusterFiles } from './cluster-files.js';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres.error.js';

/** The log is begun anew at the first start after it has grown past this; one older log is kept. */
const LOG_BYTES = 1_048_576;

/** What PostgreSQL writes when it ends at once although nothing is wrong with it; `LC_ALL=C` keeps the words. */
const PASSING_REASONS = [
  // Another process has started it meanwhile, or is doing so.
  /lock file "postmaster\.pid" (already exists|is empty)/,
  // Its predecessor was killed, and backends of it have yet to notice.
  /pre-existing shared memory block .* is still in use/,
  // Somebody else took the port meanwhile.
  /could not create any TCP\/IP sockets/,
];

/** A `postgres` that was started. It outlives this process, and Ctrl-C in the terminal does not reach it. */
export interface Launch {
  /** Set once it has ended, with what it wrote. */
  end?: { isPassing: boolean; log: string };
}

/** @throws EmbeddedPostgresError if no account can run PostgreSQL on this data directory. */
export async function launch(files: ClusterFiles, binaries: Binaries, args: string[]): Promise<Launch> {
  const account = await ableAccount(files, binaries);
  const log = await openLog(files.log);
  try {
    const { size } = await log.stat();
    const command = programAs(account, binaries.postgres, args);
    const child = spawn(command.file, command.args, {
      ...command.options,
      cwd: '/',
      env: binaries.environment,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    });
    const launched: Launch = {};
    child.once('exit', () => {
      void lastWords(files.log, size).then((end) => (launched.end = end));
    });
    await once(child, 'spawn');
    child.unref();
    return launched;
  } finally {
    await log.close();
  }
}

async function ableAccount(files: ClusterFiles, { postgres, environment }: Binaries): Promise<Account> {
  const problems: string[] = [];
  for (const account of await accountsFor(files.cluster)) {
    try {
      await giveTo(account, files.cluster);
      await runProgramAs(account, postgres, ['-D', files.cluster, '-C', 'data_directory'], environment);
      return account;
    } catch (error) {
      problems.push(`as ${account.name}: ${reasonOf(error)}`);
    }
  }
  throw new EmbeddedPostgresError(`PostgreSQL cannot run on ${files.cluster}\n${problems.join('\n')}`);
}

async function openLog(path: string): Promise<FileHandle> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > LOG_BYTES) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}

async function lastWords(path: string, from: number): Promise<{ isPassing: boolean; log: string }> {
  const written = await readFile(path).catch(() => Buffer.of());
  const log = written.toString('utf8', from, from + 8_192).trim();
  return { isPassing: PASSING_REASONS.some((words) => words.test(log)), log };
}
