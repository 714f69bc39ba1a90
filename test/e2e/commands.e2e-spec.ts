import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { TEST_JWT_SECRET } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { killAll, runCommand } from '../support/process.js';

/** Commands of the built application, in processes of their own, while nothing serves. */
describe('a command', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.url);
    await client.connect();
  });
  afterAll(async () => {
    killAll();
    await client.end();
    await database.drop();
  });

  const verify = (environment: Record<string, string> = {}) =>
    runCommand({ DATABASE_URL: database.url, JWT_SECRET: TEST_JWT_SECRET, ...environment }, ['verify']);

  it('leaves to processes that serve what is due', async () => {
    await verify();
    await client.query(`insert into pgboss.job (name, data) values ('mail', '{"kind": "nobody knows", "data": {}}')`);
    const { code } = await verify();
    const { rows } = await client.query(`select state, retry_count from pgboss.job where name = 'mail'`);

    expect(code).toBe(0);
    expect(rows).toEqual([{ state: 'created', retry_count: 0 }]);
  }, 60_000);

  it('runs beside a process that has the port of the metrics', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code } = await verify({ METRICS_PORT: String(port), HOST: '127.0.0.1' });
    other.close();

    expect(code).toBe(0);
  }, 60_000);
});
