import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; `nobody` owns nothing else. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Where Debian puts the programs of its newest server, `psql` and `pg_dump` of the same version with it; undefined without one. */
export const installedPostgres = globSync('/usr/lib/postgresql/*/bin')
  .filter((bin) => ['initdb', 'postgres', 'psql', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(bin, name))))
  .sort()
  .at(-1);

export interface InstalledPostgres {
  /** Of a new, empty database. */
  createDatabase(name: string): Promise<string>;
  port: number;
  stop(): Promise<void>;
}

/** A server of the machine's own PostgreSQL, which is an older one than the embedded one and comes with its programs. */
export async function startInstalledPostgres(bin: string): Promise<InstalledPostgres> {
  const directory = await mkdtemp('/tmp/kitchen-installed-');
  await chmod(directory, 0o755);
  if (NOBODY.uid !== undefined) await chown(directory, NOBODY.uid, NOBODY.gid);
  const data = join(directory, 'data');
  const initdb = ['--auth=trust', '--username=kitchen', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', data];
  await run(join(bin, 'initdb'), initdb, { ...NOBODY, cwd: directory });
  const port = await freePort();
  const options = ['-p', String(port), '-h', '127.0.0.1', '-k', directory, '-c', 'fsync=off'];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...options], { ...NOBODY, cwd: directory, stdio: 'ignore' });
  const url = (name: string) => `postgres://kitchen@127.0.0.1:${port}/${name}`;
  await answers(url('postgres'));
  return {
    port,
    createDatabase: async (name) => {
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`create database ${pg.escapeIdentifier(name)}`);
      await client.end();
      return url(name);
    },
    stop: async () => {
      // Fast shutdown: sessions are ended.
      server.kill('SIGINT');
      if (server.exitCode === null) await once(server, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    const isUp = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (isUp) return;
    await delay(100);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
