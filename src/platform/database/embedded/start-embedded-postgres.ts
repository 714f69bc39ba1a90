import { mkdir } from 'node:fs/promises';
import { findBinaries } from './binaries.js';
import { Client } from './clients.js';
import { clusterFiles } from './cluster-files.js';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres.error.js';
import { initialiseCluster } from './initialise.js';
import { Server } from './server.js';
import type { ServerSettings } from './settings.js';
import { databaseUrl, ensureDatabase } from './superuser.js';
import { supervise } from './supervise.js';

export interface EmbeddedPostgresOptions {
  /** Directory that holds the server's files, e.g. `.data/postgres`. Made if missing. */
  dataDir: string;
  /** Database to connect to; made if missing. */
  database?: string;
  /** Server settings on top of those for development. They apply when this call starts the server, not when it adopts one. */
  settings?: ServerSettings;
  /** Is told what a developer should know: that the server ended and was started again. */
  log: (line: string) => void;
  /** Directory of an `@embedded-postgres/…` package other than the installed one. */
  packageDirectory?: string;
}

export interface EmbeddedPostgres {
  /** Connection URL; it stays the same when the server has to be started again. */
  readonly url: string;
  /** Process id of the server as it runs now. */
  readonly pid: number;
  /** Gives the server up. The last process to do so stops it, and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL of this machine's own, for development and tests: made on first use, listening on loopback only.
 *
 * Any number of processes may share one `dataDir`: the first starts the server, the others adopt it, and it is supervised
 * until the last has stopped it. If all of them die, it lives on and the next start adopts it. Works for ordinary users and
 * for root. Verified on Linux; macOS and Windows are provided for but untested.
 *
 * @throws EmbeddedPostgresError if it cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    const problem = `The embedded PostgreSQL in ${options.dataDir} did not start: ${reasonOf(error)}`;
    throw new EmbeddedPostgresError(problem, { cause: error });
  }
}

/** Stops the server of a data directory, whoever uses it and however it came to run: for one that is to be removed. */
export async function stopEmbeddedPostgres(dataDir: string): Promise<void> {
  const files = clusterFiles(dataDir);
  await new Server(files, await findBinaries(files.libraries), {}).shutDown();
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, database = 'kitchen', settings = {}, log, packageDirectory } = options;
  const files = clusterFiles(dataDir);
  await mkdir(files.root, { recursive: true });
  const binaries = await findBinaries(files.libraries, packageDirectory);
  const server = new Server(files, binaries, settings);
  const client = await Client.register(files.clients);
  const leave = () => client.leave(() => server.shutDown());
  try {
    await initialiseCluster(files, binaries, settings['fsync'] !== 'off');
    await server.ensureRunning();
    await ensureDatabase(server.port, database, files);
    const url = await databaseUrl(server.port, database, files);
    const endSupervision = supervise(server, log);
    let stopped: Promise<void> | undefined;
    return {
      url,
      get pid() {
        return server.pid;
      },
      stop: () => (stopped ??= endSupervision().then(leave)),
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
