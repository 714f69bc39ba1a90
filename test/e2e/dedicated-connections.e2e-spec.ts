import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DedicatedConnection, type Prepare } from '../../src/platform/database/dedicated-connection.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const PATIENCE_MILLIS = 300;
const NAME = 'a dedicated connection';

describe('a connection that cannot be had in time', () => {
  const to = (url: string, ...preparations: Prepare[]) =>
    new DedicatedConnection({ connectionString: url, application_name: NAME }, preparations, PATIENCE_MILLIS);

  describe('because everything is taken and nothing said', () => {
    let server: Server;
    beforeAll(async () => {
      server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterAll(() => server.close());

    it('is given up, and its socket closed', async () => {
      const { port } = server.address() as AddressInfo;
      const accepted = once(server, 'connection') as Promise<[Socket]>;
      const opening = to(`postgresql://kitchen@127.0.0.1:${port}/kitchen`).open();
      const [socket] = await accepted;
      const closed = once(socket.resume(), 'close');

      await expect(opening).rejects.toThrow('Connection terminated');
      await closed;
    });
  });

  describe('because what is to be done first takes for ever', () => {
    let database: TestDatabase;
    let watcher: pg.Client;
    beforeAll(async () => {
      database = await createTestDatabase();
      watcher = new pg.Client({ connectionString: database.url });
      await watcher.connect();
      await watcher.query('select pg_advisory_lock(1)');
    });
    afterAll(async () => {
      await watcher.end();
      await database.drop();
    });

    it('is given up, and PostgreSQL keeps nothing of it', async () => {
      const connection = to(database.url, async (client) => {
        await client.query('select pg_advisory_lock(1)');
      });
      await expect(connection.open()).rejects.toThrow('Connection terminated');

      // Whoever waits for a lock looks only then whether anybody is still there.
      await watcher.query('select pg_advisory_unlock(1)');
      const left = 'select 1 from pg_stat_activity where application_name = $1';
      while ((await watcher.query(left, [NAME])).rows.length > 0) await delay(20);
    });
  });
});
