import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrate } from '../../src/platform/database/migrate.js';
import { migrations } from '../../src/platform/database/migrations/index.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/database.js';
import { killAll, startProcess } from '../support/process.js';

const SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';

class Pinned1799000000000 implements MigrationInterface {
  up = (runner: QueryRunner) => runner.query('alter table posts add pinned_at timestamptz(3)');
  down = (runner: QueryRunner) => runner.query('alter table posts drop pinned_at');
}

class PinnedIndex1799000000001 implements MigrationInterface {
  readonly transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently if exists posts_title_idx');
    await runner.query('create index concurrently posts_title_idx on posts (title)');
  }
  down = (runner: QueryRunner) => runner.query('drop index posts_title_idx');
}

const withTwoMore = [...migrations, Pinned1799000000000, PinnedIndex1799000000001];
const TWO = ['Pinned1799000000000', 'PinnedIndex1799000000001'];

describe('bringing the schema up to date', () => {
  let database: TestDatabase;
  const clients: pg.Client[] = [];
  const connect = async () => {
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };

  afterEach(async () => {
    killAll();
    await Promise.all(clients.splice(0).map((client) => client.end()));
    await database.drop();
  });

  it('is done once by two processes that start at once on an empty database, and both serve', async () => {
    database = await createEmptyDatabase();
    const environment = { DATABASE_URL: database.url, JWT_SECRET: SECRET };
    const both = await Promise.all([startProcess(environment), startProcess(environment)]);

    const brought = both.filter(({ output }) => output().includes('schema brought up to date'));
    expect(brought).toHaveLength(1);
    for (const { guest } of both) expect((await guest.get('//health/ready')).status).toBe(200);
    expect((await (await connect()).query('select name from migrations')).rowCount).toBe(migrations.length);
    await Promise.all(both.map(({ end }) => end()));
  });

  it('builds an index while the table is in use, although other processes wait for their turn', async () => {
    database = await createTestDatabase();

    const ran = await Promise.all([1, 2, 3].map(() => migrate(database.url, { migrations: withTwoMore })));

    expect(ran.sort((a, b) => b.length - a.length)).toEqual([TWO, [], []]);
    const { rows } = await (
      await connect()
    ).query("select indisvalid from pg_index where indexrelid = 'posts_title_idx'::regclass");
    expect(rows).toEqual([{ indisvalid: true }]);
  });

  it('waits for a table that somebody is reading, but lets others read it meanwhile', async () => {
    database = await createTestDatabase();
    const [reader, other] = [await connect(), await connect()];
    await reader.query('begin');
    await reader.query('select from posts');

    const written = jest.spyOn(console, 'log');
    const told: Error[] = [];
    const running = migrate(database.url, { migrations: withTwoMore, tell: (error) => told.push(error) });
    const waits =
      "select from pg_stat_activity where wait_event_type = 'Lock' and query like 'alter table posts%' and datname = current_database()";
    while ((await other.query(waits)).rowCount === 0) await delay(20);
    await other.query("set statement_timeout = '8s'");
    await other.query('select from posts');
    while (told.length === 0) await delay(20);
    await reader.query('rollback');

    expect(await running).toEqual(TWO);
    expect(told).toMatchObject([{ message: 'canceling statement due to lock timeout' }]);
    expect(written).not.toHaveBeenCalled();
  });
});
