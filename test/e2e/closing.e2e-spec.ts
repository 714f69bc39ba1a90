import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Kitchen, startKitchen } from '../support/app.js';

describe('closing the application', () => {
  let kitchen: Kitchen;

  beforeEach(async () => {
    kitchen = await startKitchen();
  });
  afterEach(() => kitchen.close());

  async function connection(): Promise<Socket> {
    const socket = connect(Number(new URL(kitchen.origin).port), '127.0.0.1');
    await once(socket, 'connect');
    return socket.resume();
  }

  it('does not wait for connections on which nothing was ever asked, nor for those that rest', async () => {
    const silent = await connection();
    const resting = await connection();
    resting.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(resting, 'data');
    const ends = [once(silent, 'end'), once(resting, 'end')];

    await kitchen.nest.close();
    await Promise.all(ends);
  });

  it('waits for an answer that is being made, and then lets its connection go', async () => {
    const client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    await client.query('begin; lock table posts in access exclusive mode');
    const asking = fetch(`${kitchen.origin}/api/v1/posts`);
    await delay(200);
    const closing = kitchen.nest.close();
    await delay(200);
    await client.query('rollback');
    await client.end();

    expect((await asking).status).toBe(200);
    await closing;
  });
});
