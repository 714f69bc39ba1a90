import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/start-embedded-postgres.js';

/** A real PostgreSQL on a disk, as durable as in production, to which anything may happen. It is started again when it ends. */
export interface Postgres {
  url: string;
  /** kill -9 of the postmaster; its backends end when they notice. */
  kill(): void;
  /** SIGSTOP to the postmaster and all backends: sockets stay open, and nobody answers. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends all sessions but the own ones of this suite. */
  terminateBackends(): Promise<void>;
  /** Resolves with the moment at which it answers (again). */
  answers(): Promise<number>;
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

const SUITE = 'kitchen faults';

/** @param directory where its files are to lie; made and removed again if none is given. */
export async function startPostgres(directory?: string): Promise<Postgres> {
  const dataDir = directory ?? (await mkdtemp(join(tmpdir(), 'kitchen-faults-')));
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  let stopped: number[] = [];

  async function session<T>(use: (client: pg.Client) => Promise<T>, patienceMillis = 5_000): Promise<T> {
    const client = new pg.Client({
      connectionString: server.url,
      application_name: SUITE,
      connectionTimeoutMillis: patienceMillis,
      query_timeout: 60_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await use(client);
    } finally {
      client.end().catch(() => undefined);
    }
  }

  async function resume(): Promise<void> {
    for (const pid of stopped) signal(pid, 'SIGCONT');
    stopped = [];
    await Promise.resolve();
  }

  return {
    url: server.url,
    kill: () => signal(server.pid, 'SIGKILL'),
    async pause() {
      // The postmaster first, so that it starts nobody new meanwhile.
      signal(server.pid, 'SIGSTOP');
      stopped = [server.pid, ...(await childrenOf(server.pid))];
      for (const pid of stopped) signal(pid, 'SIGSTOP');
    },
    resume,
    terminateBackends: async () => {
      await session((client) =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name <> $1`,
          [SUITE],
        ),
      );
    },
    async answers() {
      for (;;) {
        const isThere = await session((client) => client.query('select 1'), 500).then(
          () => true,
          () => false,
        );
        if (isThere) return performance.now();
        await delay(20);
      }
    },
    sql: async (text, values) => session(async (client) => (await client.query(text, values)).rows),
    async stop() {
      await resume();
      await server.stop();
      if (directory === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** proc_pid_stat(5): field 4 is the parent. */
async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    }),
  );
  return pids.filter((_, index) => parents[index] === parent);
}
