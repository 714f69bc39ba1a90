import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Connections } from '../../src/platform/database/connections.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';

const POOL_SIZE = 2;
/** So many that they would outlast the test if each waited as long as the first one. */
const MANY = 15;

describe('a database that is there, but cannot be had', () => {
  let kitchen: Kitchen;
  let ada: Member;
  beforeAll(async () => {
    kitchen = await startKitchen({ DATABASE_POOL_SIZE: String(POOL_SIZE) });
    ada = await kitchen.member();
  });
  afterAll(() => kitchen.close());

  const codes = async (method: string, path: string, body?: object) => {
    const found = new Set<string>();
    for (let i = 0; i < MANY; i++) {
      const answer = await ada.api.send(method, path, body);
      found.add(`${answer.status} ${answer.body.code} ${answer.headers.get('retry-after')}`);
    }
    return [...found];
  };

  it('lets nobody wait as long for a locked table as who has waited first', async () => {
    const client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    await client.query('begin; lock table todos in access exclusive mode');

    // One statement by itself, and several in a transaction.
    expect(await codes('GET', '/todos')).toEqual(['503 http.unavailable 1']);
    expect(await codes('POST', '/todos', { title: 'Tea' })).toEqual(['503 http.unavailable 1']);

    await client.query('rollback');
    await client.end();
    expect((await ada.api.post('/todos', { title: 'Tea' })).status).toBe(201);
    expect((await ada.api.get('/todos')).status).toBe(200);
    // What was set for one transaction holds for no other.
    expect(await timeouts()).toEqual(['3s', '3s']);
  }, 40_000);

  it('has as much patience with other rows as ever, when one is locked', async () => {
    const todos = [await todo(), await todo()];
    const [forLong, forShort] = [await lock(todos[0]!), await lock(todos[1]!)];
    expect((await ada.api.patch(`/todos/${todos[0]}`, { title: 'Tea' })).status).toBe(503);

    const waiting = ada.api.patch(`/todos/${todos[1]}`, { title: 'Tea' });
    // Longer than the patience of who knows better.
    await delay(800);
    await forShort.end();
    expect((await waiting).status).toBe(200);
    await forLong.end();
  }, 25_000);

  it('lets nobody wait as long for a connection as who has waited first', async () => {
    const connections = kitchen.nest.get(Connections);
    const held = [await connections.connect(), await connections.connect()];

    expect(await codes('GET', '/todos')).toEqual(['503 http.unavailable 1']);

    for (const client of held) client.release();
    expect((await ada.api.get('/todos')).status).toBe(200);
    // Nobody who waited in vain has kept one.
    const again = await Promise.all(held.map(() => connections.connect()));
    for (const client of again) client.release();
  }, 25_000);

  const todo = async () => (await ada.api.post('/todos', { title: 'Milk' })).body.id as string;
  async function lock(id: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    await client.query('begin');
    await client.query('select from todos where id = $1 for update', [id]);
    return client;
  }

  /** Of each connection of the pool. */
  async function timeouts(): Promise<string[]> {
    const connections = kitchen.nest.get(Connections);
    const held = [await connections.connect(), await connections.connect()];
    const shown = held.map(async (client) => (await client.query('show lock_timeout')).rows[0].lock_timeout as string);
    const values = await Promise.all(shown);
    for (const client of held) client.release();
    return values;
  }
});
