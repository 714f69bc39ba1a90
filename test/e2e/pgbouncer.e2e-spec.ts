import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/installed-postgres.js';
import { killAll, startProcess } from '../support/process.js';

jest.setTimeout(120_000);

const SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const { stdout } = spawnSync('sh', ['-c', 'pgbouncer --version'], { encoding: 'utf8' });
const version = /PgBouncer (\d+)\.(\d+)/.exec(stdout);
const keepsStatements = version !== null && (Number(version[1]) > 1 || Number(version[2]) >= 21);
if (!version) console.warn('NOT TESTED: behind PgBouncer (Debian: `apt-get install pgbouncer`).');
else if (!keepsStatements)
  console.warn(`NOT TESTED: named statements behind PgBouncer, ${version[0]} is older than 1.21.`);

/** As docs/operating.md says: transaction mode, our timeouts let through to nobody. */
const configuration = (database: URL, port: number, directory: string) => `
[databases]
kitchen = host=${database.hostname} port=${database.port} dbname=${database.pathname.slice(1)} user=${database.username} password=${database.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
logfile = ${directory}/log
ignore_startup_parameters = extra_float_digits, lock_timeout, statement_timeout, idle_in_transaction_session_timeout
${keepsStatements ? 'max_prepared_statements = 200' : ''}
`;

(version ? describe : describe.skip)('behind PgBouncer in transaction mode', () => {
  let database: TestDatabase;
  let directory: string;
  let bouncer: ReturnType<typeof spawn>;
  let url: string;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    directory = await mkdtemp(join(tmpdir(), 'kitchen-bouncer-'));
    await chmod(directory, 0o777);
    const port = await freePort();
    const file = join(directory, 'pgbouncer.ini');
    await writeFile(file, configuration(new URL(database.url), port, directory));
    bouncer = spawn('pgbouncer', [file], { ...NOBODY, stdio: 'ignore' });
    url = `postgres://kitchen@127.0.0.1:${port}/kitchen`;
    while (!(await isOpen(port))) await delay(50);
  });
  afterAll(async () => {
    killAll();
    bouncer.kill('SIGKILL');
    await once(bouncer, 'exit');
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  });

  async function writesAndReads(settings: Record<string, string>, username: string): Promise<void> {
    const [here, there] = await Promise.all(
      [1, 2].map(() => startProcess({ DATABASE_URL: url, JWT_SECRET: SECRET, RATE_LIMITS: 'off', ...settings })),
    );
    const account = { username, email: `${username}@example.com`, password: 'a walk in the park 42' };
    const { body } = await here!.guest.post('/auth/register', account);
    const headers = { authorization: `Bearer ${body.accessToken}` };
    // More at a time than the bouncer has connections, so that transactions meet connections which others have used.
    const titles = Array.from({ length: 40 }, (_, at) => `Todo ${at}`);
    const made = await Promise.all(
      titles.map((title, at) => [here!, there!][at % 2]!.guest.post('/todos', { title }, headers)),
    );
    expect(made.map(({ status }) => status)).toEqual(titles.map(() => 201));
    const read = await there!.guest.get('/todos?limit=100', headers);
    expect(read.body.items.map(({ title }: { title: string }) => title).sort()).toEqual([...titles].sort());
    expect(await Promise.all([here!.end(), there!.end()])).toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ]);
    for (const { output } of [here!, there!]) expect(output()).not.toContain('"level":"error"');
  }

  it('works without named statements', () => writesAndReads({ DATABASE_NAMED_STATEMENTS: 'false' }, 'unnamed'));

  (keepsStatements ? it : it.skip)('works with named statements', () => writesAndReads({}, 'named'));

  it('hears of a log-out elsewhere at once, on a connection past it', async () => {
    const settings = { DATABASE_LISTEN_URL: database.url, DATABASE_NAMED_STATEMENTS: 'false' };
    const start = () => startProcess({ DATABASE_URL: url, JWT_SECRET: SECRET, ...settings });
    const [here, there] = await Promise.all([start(), start()]);
    const account = { username: 'listener', email: 'listener@example.com', password: 'a walk in the park 42' };
    const { body } = await here.guest.post('/auth/register', account);
    const headers = { authorization: `Bearer ${body.accessToken}` };

    expect((await there.guest.get('/users/me', headers)).status).toBe(200);
    expect((await here.guest.post('/auth/logout', undefined, headers)).status).toBe(204);
    expect((await there.guest.get('/users/me', headers)).body.code).toBe('auth.session_ended');
    await Promise.all([here.end(), there.end()]);
  });
});

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => {
        resolve(false);
      });
  });
}
