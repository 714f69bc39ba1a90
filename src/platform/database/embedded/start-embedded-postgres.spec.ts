import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, cp, lstat, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { installedPackage } from './binaries.js';
import { isRunning } from './process-table.js';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './start-embedded-postgres.js';

// An engine's start takes its time where the machine is busy with other tests.
jest.setTimeout(30_000);

const OWNER = fileURLToPath(new URL('../../../../test/support/embedded-owner.mjs', import.meta.url));

/** The real engine; one data directory is made and then shared, as each test leaves it stopped. */
describe('the embedded PostgreSQL', () => {
  let home: string;
  let dataDir: string;
  const lines: string[] = [];
  const started: EmbeddedPostgres[] = [];
  const owners: ChildProcess[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kitchen-embedded-'));
    // Under root another account has to reach it.
    await chmod(home, 0o755);
    dataDir = join(home, 'postgres');
  });

  afterEach(async () => {
    for (const owner of owners.splice(0)) await end(owner, 'SIGTERM');
    for (const server of started.splice(0)) await server.stop();
    lines.length = 0;
  });

  afterAll(() => rm(home, { recursive: true, force: true }));

  async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
    const log = (line: string) => lines.push(line);
    const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' }, log, ...options });
    started.push(server);
    return server;
  }

  /** Starts it from a process of its own. */
  async function startElsewhere(options: Partial<EmbeddedPostgresOptions> = {}) {
    const settings = { fsync: 'off' };
    const argument = JSON.stringify({ dataDir, settings, ...options });
    const owner = spawn(process.execPath, [OWNER, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
    owners.push(owner);
    const exit = once(owner, 'exit').then(() => Promise.reject(new Error('The other process did not start.')));
    const [line] = await Promise.race([once(owner.stdout, 'data') as Promise<[Buffer]>, exit]);
    exit.catch(() => undefined);
    return { owner, ...(JSON.parse(line.toString()) as { url: string; pid: number }) };
  }

  it('makes the database on first use and keeps its rows, its URL and its password over a restart', async () => {
    const first = await start({ database: 'soup' });
    await query(first.url, 'create table pots (name text)');
    await query(first.url, "insert into pots values ('big')");
    await first.stop();
    expect(await isRunning(first.pid)).toBe(false);

    const second = await start({ database: 'soup' });
    expect(second.url).toBe(first.url);
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second.url, 'select name from pots')).toEqual([{ name: 'big' }]);
    expect(lines).toEqual([]);
  });

  it('lets in only this machine and only with the password, which it keeps to itself', async () => {
    const { url } = await start();
    const { port } = new URL(url);

    await expect(query(url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
    for (const host of outerAddresses()) {
      await expect(query(`postgres://kitchen@${host}:${port}/kitchen`, 'select 1')).rejects.toMatchObject({
        code: 'ECONNREFUSED',
      });
    }
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, 'server.log'), 'utf8')).not.toContain(new URL(url).password);
  });

  it('speaks Unicode whatever the locale of the system is', async () => {
    const { url } = await start();
    const [row] = await query(url, `select lower('ÉTÉ') as lower, to_tsvector('simple', '“été” — l’hiver') as words`);
    expect(row).toEqual({ lower: 'été', words: "'hiver':3 'l':2 'été':1" });
  });

  it('is shared by processes, and stopped by the last of them only', async () => {
    const ours = await start();
    const theirs = await startElsewhere();
    expect(theirs.pid).toBe(ours.pid);

    await ours.stop();
    expect(await query(theirs.url, 'select 1 as up')).toEqual([{ up: 1 }]);

    await end(theirs.owner, 'SIGTERM');
    expect(await isRunning(theirs.pid)).toBe(false);
  });

  it('is adopted when the process that started it was killed, and no longer waits for that one', async () => {
    const { owner, pid, url } = await startElsewhere();
    await end(owner, 'SIGKILL');
    expect(await isRunning(pid)).toBe(true);

    const server = await start();
    expect(server).toMatchObject({ pid, url });
    await server.stop();
    expect(await isRunning(pid)).toBe(false);
  });

  it('comes back on the same URL when it is killed while in use', async () => {
    const server = await start({ database: 'soup' });
    const other = await startElsewhere({ database: 'soup' });
    const { pid } = server;
    process.kill(pid, 'SIGKILL');

    expect(await untilAnswers(server.url)).toEqual([{ name: 'big' }]);
    await until(() => lines.length === 2);
    expect(lines).toEqual([
      `The embedded PostgreSQL (process ${pid}) has ended unexpectedly; starting it again.`,
      `The embedded PostgreSQL runs again (process ${server.pid}).`,
    ]);
    await end(other.owner, 'SIGTERM');
    expect(await isRunning(server.pid)).toBe(true);
  });

  it('waits for the last sessions of a killed server before it starts a new one', async () => {
    const { owner, pid, url } = await startElsewhere();
    const busy = query(url, 'select count(*) from generate_series(1, 8e6)').catch((error: unknown) => error);
    await until(
      async () => (await query(url, 'select from pg_stat_activity where query like $1', ['%8e6%'])).length === 1,
    );
    await end(owner, 'SIGKILL');
    process.kill(pid, 'SIGKILL');

    const server = await start();
    expect(server.url).toBe(url);
    expect(server.pid).not.toBe(pid);
    expect(await readFile(join(dataDir, 'server.log'), 'utf8')).toContain('is still in use');
    await busy;
  });

  it('is not misled by a lock file whose process id now belongs to another program', async () => {
    const path = join(dataDir, 'cluster', 'postmaster.pid');
    await writeFile(path, `${process.pid}\n${join(dataDir, 'cluster')}\n1\n5432\n\n127.0.0.1\n0 0\nready   \n`);

    const server = await start();
    expect(server.pid).not.toBe(process.pid);
    expect(await query(server.url, 'select 1 as up')).toEqual([{ up: 1 }]);
  });

  it('starts once for two processes that begin at the same time with an empty directory', async () => {
    const empty = { dataDir: join(home, 'two') };
    const [ours, theirs] = await Promise.all([start(empty), startElsewhere(empty)]);

    expect(theirs).toMatchObject({ pid: ours.pid, url: ours.url });
    await expect(access(join(empty.dataDir, 'cluster', 'PG_VERSION'))).resolves.toBeUndefined();
    expect(await query(ours.url, 'select 1 as up')).toEqual([{ up: 1 }]);
  });

  it('works where install scripts did not run, so that libraries lack their links', async () => {
    const packageDirectory = join(home, 'package');
    await cp(installedPackage(), packageDirectory, { recursive: true, filter: async (path) => !(await isLink(path)) });

    const server = await start({ packageDirectory });
    expect(await query(server.url, 'select 1 as up')).toEqual([{ up: 1 }]);
  });

  it('says what to do when its password was lost', async () => {
    const password = await readFile(join(dataDir, 'password'));
    await writeFile(join(dataDir, 'password'), 'another');
    await expect(start()).rejects.toThrow(/does not open the database.*Put the right one back.*DATABASE_URL/s);
    await writeFile(join(dataDir, 'password'), password);
    expect(await readFile(join(dataDir, 'server.log'), 'utf8')).not.toContain(password.toString());
  });

  async function untilAnswers(url: string) {
    let answer: unknown;
    await until(async () => {
      answer = await query(url, 'select name from pots').catch(() => undefined);
      return answer !== undefined;
    });
    return answer;
  }
});

async function query(connectionString: string, text: string, values?: unknown[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** Bounded by jest's own limit for a test. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

function outerAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address);
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}
