import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

/** So many that they would outlast the test if each waited for a connection of its own. */
const MANY = 200;
const POOL_SIZE = 4;

describe('a database that does not answer any more, without closing anything', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startTcpProxy(database.url);
    kitchen = await startKitchen({ DATABASE_URL: proxy.url, DATABASE_POOL_SIZE: String(POOL_SIZE) });
    ada = await kitchen.member();
  });
  afterAll(async () => {
    await kitchen.close();
    await proxy.close();
    await database.drop();
  });

  async function sessions(name: string): Promise<number> {
    const client = new pg.Client({ connectionString: database.url, application_name: 'test' });
    await client.connect();
    const { rows } = await client.query(
      'select pid from pg_stat_activity where datname = current_database() and application_name = $1',
      [name],
    );
    await client.end();
    return rows.length;
  }
  const ready = async () => (await kitchen.guest.get('//health/ready')).status;
  const until = async (status: number) => {
    while ((await ready()) !== status) await delay(20);
  };

  it('is found out, makes nobody wait then, and is asked again when it is back', async () => {
    expect((await ada.api.get('/todos')).status).toBe(200);
    proxy.swallow();
    const inFlight = ada.api.get('/todos');

    const { status, body, headers } = await inFlight;
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'http.unavailable' });
    expect(headers.get('retry-after')).toBe('1');
    await until(503);
    for (let i = 0; i < MANY; i++) expect((await ada.api.post('/todos', { title: 'Tea' })).status).toBe(503);
    expect((await kitchen.guest.get('//health/live')).status).toBe(200);

    proxy.forward();
    await until(200);
    expect((await ada.api.post('/todos', { title: 'Tea' })).status).toBe(201);
    expect((await ada.api.get('/todos')).body.items).toHaveLength(1);
  }, 40_000);

  it('is not waited for on connections that have died without a word, when others can be had', async () => {
    const open = await Promise.all(Array.from({ length: POOL_SIZE }, () => ada.api.get('/todos')));
    expect(open.map(({ status }) => status)).toEqual(Array(POOL_SIZE).fill(200));
    proxy.swallow();
    proxy.forward();

    // Whoever asks first finds out for all others.
    expect((await ada.api.get('/todos')).status).toBe(503);
    for (let i = 0; i < POOL_SIZE; i++) expect((await ada.api.get('/todos')).status).toBe(200);
    // Nor does PostgreSQL keep what nobody is at the other end of: the proxy has closed nothing.
    while ((await sessions('kitchen listener')) > 1 || (await sessions('kitchen')) > POOL_SIZE) await delay(20);
  }, 40_000);

  it('is not what it looks like when only the connection that asks was lost', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'kitchen listener'`);
    await client.end();

    for (let i = 0; i < MANY; i++) expect((await ada.api.get('/todos')).status).toBe(200);
    expect(await ready()).toBe(200);
  });

  it('is not what it looks like when all connections are at work', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('begin; lock table todos in access exclusive mode');
    const waiting = Array.from({ length: 4 }, () => ada.api.get('/todos'));
    await delay(100);

    expect(await ready()).toBe(200);
    await client.query('rollback');
    await client.end();
    for (const answer of waiting) expect((await answer).status).toBe(200);
  });
});
