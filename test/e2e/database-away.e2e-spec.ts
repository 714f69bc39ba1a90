import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

/** So many that they would outlast the test if each waited for a connection of its own. */
const MANY = 200;

describe('a database that does not answer any more, without closing anything', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let kitchen: Kitchen;
  let ada: Member;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startTcpProxy(database.url);
    kitchen = await startKitchen({ DATABASE_URL: proxy.url });
    ada = await kitchen.member();
  });
  afterAll(async () => {
    await kitchen.close();
    await proxy.close();
    await database.drop();
  });

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
