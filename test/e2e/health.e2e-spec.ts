import { setTimeout as delay } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { poolOf } from '../../src/platform/database/data-source.js';
import { HealthParts } from '../../src/platform/lifecycle/health-parts.js';
import { Readiness } from '../../src/platform/lifecycle/readiness.js';
import { Api, type Answer } from '../support/api.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type Cast, castOf, scenarios } from '../support/scenarios.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { personalToken } from '../support/tokens.js';

interface Part {
  name: string;
  isWell: boolean;
  detail?: string;
}
const unwell = ({ body }: Answer) => (body.parts as Part[]).filter(({ isWell }) => !isWell);

describe('readiness', () => {
  let kitchen: Kitchen;
  let cast: Cast;
  let logged = '';

  beforeAll(async () => {
    kitchen = await startKitchen({ LOG_LEVEL: 'error' }, { write: (line: string) => (logged += line) });
    cast = await castOf(kitchen);
  });
  afterAll(() => kitchen.close());

  const path = () => '//health/ready';
  scenarios(
    () => Promise.resolve({ kitchen, cast }),
    [
      {
        title: 'whether it is ready, and no more',
        as: ['guest', 'owner', 'stranger', 'moderator'],
        method: 'GET',
        path,
        status: 200,
        contains: ['{"status":"ok"}'],
        notContains: ['parts'],
      },
      {
        title: 'how each part is',
        as: 'admin',
        method: 'GET',
        path,
        status: 200,
        contains: ['process', 'database', 'pool', 'notifications', 'jobs', 'mail', 'weather'].map(
          (name) => `{"name":"${name}","isWell":true}`,
        ),
        notContains: ['bucket', '"isWell":false'],
      },
    ],
  );

  it('is for sessions: no program may look with a token of an admin', async () => {
    const admin = await kitchen.member({ role: 'admin' });
    const { api } = await personalToken(kitchen, admin, ['write']);
    expect((await api.get('//health/ready')).status).toBe(403);
  });

  it('tells admins of failed jobs and of a queue for connections, and turns nobody away for it', async () => {
    await kitchen.sql`update pgboss.queue set ready_count = 3 where name = 'dead_letters'`;
    kitchen.nest.get(HealthParts).add('gas', () => Promise.reject(new Error('a secret')));
    const pool = poolOf(kitchen.nest.get(DataSource));
    await cast.admin.api.get('//health/ready');
    const lent = await Promise.all([pool.connect(), pool.connect()]);
    const waiting = pool.connect().then((client) => client.release());
    const asked = cast.admin.api.get('//health/ready');
    // Ours, and that of the question for jobs, which comes after the look at the pool.
    while (pool.waitingCount < 2) await delay(5);
    for (const client of lent) client.release();
    await waiting;

    const answer = await asked;
    expect(answer.status).toBe(200);
    expect(unwell(answer)).toEqual([
      { name: 'pool', isWell: false, detail: expect.stringMatching(/^\d wait for one of 2 connections\.$/) },
      { name: 'jobs', isWell: false, detail: expect.stringMatching(/^3 failed for good/) },
      { name: 'gas', isWell: false, detail: 'Nothing can be said of it now: the database cannot be asked.' },
    ]);
    expect(answer.text).not.toContain('a secret');
    expect((await kitchen.guest.get('//health/ready')).body).toEqual({ status: 'ok' });
    await kitchen.sql`update pgboss.queue set ready_count = 0 where name = 'dead_letters'`;
  });

  it('is red while the process is shutting down, says why to admins only, and fills no log', async () => {
    const readiness = kitchen.nest.get(Readiness);
    readiness.isDraining = true;
    const [guest, member, admin] = [
      await kitchen.guest.get('//health/ready'),
      await cast.owner.api.get('//health/ready'),
      await cast.admin.api.get('//health/ready'),
    ];
    readiness.isDraining = false;

    for (const { status, text } of [guest, member]) {
      expect(status).toBe(503);
      expect(text).not.toMatch(/shutting down|parts/);
    }
    expect(admin.status).toBe(503);
    expect(admin.body.code).toBe('http.unavailable');
    expect(unwell(admin)[0]).toEqual({ name: 'process', isWell: false, detail: 'It is shutting down.' });
    expect(logged).toBe('');
  });
});

describe('readiness while the database is away', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let kitchen: Kitchen;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startTcpProxy(database.url);
    kitchen = await startKitchen({ DATABASE_URL: proxy.url });
  });
  afterAll(async () => {
    await kitchen.close();
    await proxy.close();
    await database.drop();
  });

  it('makes no admin wait for a session that cannot be asked for, and is green again afterwards', async () => {
    const { api, accessToken } = await kitchen.member({ role: 'admin' });
    expect((await api.get('//health/ready')).body.parts).toBeDefined();
    proxy.swallow();
    const ready = async (as: Api) => (await as.get('//health/ready')).status;
    while ((await ready(kitchen.guest)) === 200) await delay(20);

    // Were each of them to find out by waiting, the test would be over before they are.
    for (let i = 0; i < 100; i++) {
      const answer = await new Api(kitchen.origin, accessToken).get('//health/ready');
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.body.parts).toBeUndefined();
    }
    expect(await ready(kitchen.guest)).toBe(503);
    expect((await api.get('//health/live')).body).toEqual({ status: 'ok' });

    proxy.forward();
    while ((await ready(kitchen.guest)) !== 200) await delay(20);
    expect((await api.get('//health/ready')).body.parts).toContainEqual({ name: 'database', isWell: true });
  });
});
