import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Api } from '../support/api.js';
import { killAll, type KitchenProcess, startProcess } from '../support/process.js';

const ACCOUNT = { username: 'ada', email: 'ada@example.com', password: 'a walk in the park 42' };

/** As a newcomer has it: no variable set, an empty data folder. */
describe('with a database of its own', () => {
  let dataDir: string;
  let kitchen: KitchenProcess;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'kitchen-own-'));
    kitchen = await startProcess({ DATA_DIR: dataDir });
  }, 60_000);
  afterAll(async () => {
    await kitchen.end();
    killAll();
    await rm(dataDir, { recursive: true, force: true });
  });

  const postmaster = async () =>
    Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  async function signIn(): Promise<Api> {
    const { body } = await kitchen.guest.post('/auth/login', { login: ACCOUNT.username, password: ACCOUNT.password });
    return new Api(kitchen.origin, body.accessToken);
  }

  it('loses nothing that was answered when the process is killed, and stays signed in', async () => {
    const { body } = await kitchen.guest.post('/auth/register', ACCOUNT);
    const before = await postmaster();
    await kitchen.end('SIGKILL');
    expect(isAlive(before)).toBe(true);
    kitchen = await startProcess({ DATA_DIR: dataDir });

    expect(await postmaster()).toBe(before);
    const me = await new Api(kitchen.origin, body.accessToken).get('/users/me');
    expect(me.body).toMatchObject({ username: 'ada' });
  }, 30_000);

  it('answers 503 and nothing worse while PostgreSQL is gone, comes back by itself, and has every post that it confirmed', async () => {
    const ada = await signIn();
    const confirmed: string[] = [];
    const statuses = new Set<number>();
    let isOver = false;
    let failuresInARow = 0;
    const writer = async (name: number) => {
      for (let i = 0; !isOver; i++) {
        const answer = await ada.post('/posts', { title: `Post ${name} ${i}`, body: 'Hello' });
        statuses.add(answer.status);
        if (answer.status === 201) confirmed.push(answer.body.id);
        if (answer.status === 503) expect(answer.headers.get('retry-after')).not.toBeNull();
        failuresInARow = answer.status === 201 ? 0 : failuresInARow + 1;
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, (_, name) => writer(name)));
    const until = async (count: number) => {
      while (confirmed.length < count) await Promise.race([delay(10), writers]);
    };

    for (let round = 0; round < 3; round++) {
      const pid = await postmaster();
      const count = confirmed.length;
      await until(count + 20);
      process.kill(pid, 'SIGKILL');
      await until(count + 60);
      expect(await postmaster()).not.toBe(pid);
    }
    isOver = true;
    await writers;

    expect([...statuses].filter((status) => status !== 201 && status !== 503)).toEqual([]);
    expect(failuresInARow).toBe(0);
    for (const id of confirmed) expect((await ada.get(`/posts/${id}`)).status).toBe(200);
    expect((await kitchen.guest.get('//health/ready')).status).toBe(200);
  }, 60_000);

  it('stops both on SIGINT, and opens again with everything in it', async () => {
    const pid = await postmaster();

    expect(await kitchen.end('SIGINT')).toEqual({ code: 0, signal: null });
    expect(isAlive(pid)).toBe(false);
    kitchen = await startProcess({ DATA_DIR: dataDir });
    expect((await (await signIn()).get('/users/me')).status).toBe(200);
  }, 30_000);
});
