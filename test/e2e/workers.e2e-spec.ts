import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';

const SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';
const account = { username: 'workers', email: 'workers@example.com', password: 'a walk in the park 42' };

interface Line {
  worker?: number;
  pid?: number;
  message: string;
  route?: string;
}

const linesOf = (kitchen: KitchenProcess) =>
  kitchen
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const open = (kitchen: KitchenProcess) =>
  linesOf(kitchen).filter(({ message }) => message.startsWith('Kitchen is open'));

/** Over a connection of its own each time, so that the next worker may get it. */
async function ask(kitchen: KitchenProcess, path: string, headers = {}): Promise<{ status: number; body: string }> {
  const [response] = await once(get(`${kitchen.origin}${path}`, { agent: false, headers }), 'response');
  return { status: response.statusCode, body: await text(response) };
}

jest.setTimeout(90_000);

describe('several workers', () => {
  let database: TestDatabase;
  let environment: Record<string, string>;
  let directory: string;
  /** Of the first three tests, the last of which stops it: each start is three processes. */
  let kitchen: KitchenProcess;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kitchen-workers-'));
    database = await createEmptyDatabase();
    environment = { DATABASE_URL: database.url, JWT_SECRET: SECRET, WEB_CONCURRENCY: '2', METRICS_TOKEN: SECRET };
    kitchen = await start({ SHUTDOWN_DELAY_SECONDS: '1', SHUTDOWN_TIMEOUT_SECONDS: '20' });
  });
  afterAll(async () => {
    killAll();
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  });

  /** With all its workers. */
  async function start(extra: Record<string, string> = {}): Promise<KitchenProcess> {
    const kitchen = await startProcess({ ...environment, ...extra });
    while (open(kitchen).length < 2) await delay(50);
    return kitchen;
  }

  it('share a port, keep each other’s promises, and are counted one by one', async () => {
    expect(linesOf(kitchen).filter(({ message }) => message === 'schema brought up to date')).toHaveLength(1);

    const { body } = await kitchen.guest.post('/auth/register', account);
    const headers = { authorization: `Bearer ${body.accessToken}` };
    const me = () => Promise.all(Array.from({ length: 6 }, () => ask(kitchen, '/api/v1/users/me', headers)));
    expect((await me()).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect((await kitchen.guest.post('/auth/logout', undefined, headers)).status).toBe(204);
    expect((await me()).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);

    const metrics = await ask(kitchen, '/metrics', { authorization: `Bearer ${SECRET}` });
    const answered = [...metrics.body.matchAll(/^http_request_duration_seconds_count\{(?=.*users\/me).*\} (\d+)$/gm)];
    expect(answered.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(12);
    for (const worker of [1, 2]) {
      expect(metrics.body).toMatch(new RegExp(`^process_resident_memory_bytes\\{worker="${worker}"\\} \\d+$`, 'm'));
    }
    expect(metrics.body.match(/^# TYPE process_resident_memory_bytes /gm)).toHaveLength(1);

    const served = () => linesOf(kitchen).filter(({ route }) => route === '/api/v1/users/me');
    while (served().length < 12) await delay(20);
    expect(new Set(served().map(({ worker }) => worker))).toEqual(new Set([1, 2]));
  });

  it('are replaced when they die', async () => {
    const [{ pid, worker }] = open(kitchen) as [Line];
    process.kill(pid!, 'SIGKILL');
    while (open(kitchen).length < 3) await delay(50);

    expect(open(kitchen)[2]).toMatchObject({ worker });
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(kitchen, '/health/ready')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('all finish what they have begun when they are asked to stop, and let go of connections that are kept alive', async () => {
    const four = <T>(make: () => T | Promise<T>) => Promise.all(Array.from({ length: 4 }, make));
    const oneByOne = async <T>(make: () => Promise<T>) => [await make(), await make(), await make(), await make()];
    const newSocket = () => connect(Number(new URL(kitchen.origin).port), '127.0.0.1');
    const body = JSON.stringify({ login: 'nobody', password: 'x' });
    // One after the other: those that come at once go to whichever worker is the first to have taken its last.
    const begun = await oneByOne(async () => {
      const socket = newSocket();
      await answerOn(socket);
      socket.write(
        `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.slice(0, 5));
      return socket;
    });
    const resting = await four(async () => {
      const socket = newSocket();
      expect(await answerOn(socket)).toContain('\r\nConnection: keep-alive\r\n');
      return socket;
    });

    const end = kitchen.end();
    let ready: number[];
    do ready = (await four(() => ask(kitchen, '/health/ready'))).map(({ status }) => status);
    while (ready.includes(200));
    for (const socket of resting) expect((await answerOn(socket)).toLowerCase()).toContain('\r\nconnection: close\r\n');
    for (const socket of begun) socket.write(body.slice(5));

    for (const answer of await Promise.all(begun.map((socket) => text(socket)))) {
      expect(answer).toMatch(/^HTTP\/1\.1 401 [^]*\r\nconnection: close\r\n/i);
    }
    expect(await end).toEqual({ code: 0, signal: null });
    expect(linesOf(kitchen).filter(({ message }) => message === 'closed')).toHaveLength(2);
    const finished = linesOf(kitchen).filter(({ route }) => route === '/api/v1/auth/login');
    expect(finished).toHaveLength(4);
    expect(new Set(finished.map(({ worker }) => worker))).toEqual(new Set([1, 2]));
  });

  it('do not outlive the process that looks after them', async () => {
    const dying = await start();
    const pids = open(dying).map(({ pid }) => pid!);
    await dying.end('SIGKILL');

    while (pids.some(isAlive)) await delay(50);
    expect(pids).toHaveLength(2);
  });

  it('are given up when none comes up', async () => {
    const dies = join(directory, 'dies.mjs');
    const looksAfter = join(directory, 'looks-after.mjs');
    await writeFile(dies, 'process.exit(7)');
    await writeFile(
      looksAfter,
      `import cluster from 'node:cluster';
      import { Workers } from '${resolve('dist/platform/lifecycle/workers.js')}';
      cluster.setupPrimary({ exec: '${dies}' });
      const log = { error: (fields) => console.log(JSON.stringify(fields)) };
      const giveUp = ({ message }) => { console.log(message); process.exit(3); };
      new Workers({ count: 1, environment: {}, log, giveUp }).start();`,
    );
    const child = execFile(process.execPath, [looksAfter]);
    const [output, [code]] = await Promise.all([text(child.stdout!), once(child, 'close')]);

    expect(code).toBe(3);
    expect(output.trim().split('\n')).toEqual([
      ...[200, 400, 800, 1600].map((pauseMillis) => JSON.stringify({ worker: 1, code: 7, pauseMillis })),
      'No worker comes up: the log says why.',
    ]);
  });

  it('use one embedded database, started before them and stopped after them', async () => {
    const { DATABASE_URL: _, ...rest } = environment;
    const whole = await startProcess({ ...rest, DATA_DIR: directory });
    while (open(whole).length < 2) await delay(50);
    expect((await whole.guest.post('/auth/register', account)).status).toBe(201);

    expect(await whole.end()).toEqual({ code: 0, signal: null });
  });
});

/** Asks something small on a connection that is there. */
async function answerOn(socket: Socket): Promise<string> {
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
