import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { Connection } from '../../src/platform/database/connection.js';
import { aboutStatement } from '../../src/platform/database/named-statements.js';
import type { Outcome } from '../../src/platform/database/prepared-execution.js';
import { sql, type Sql } from '../../src/platform/database/sql.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';

/** How a statement is asked for the first time is pg's business, and from then on ours: nothing may differ. */
describe('a statement that is asked for again', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    // One connection, so that it is the same each time, unless it had to leave.
    pool = new pg.Pool({ connectionString: database.url, max: 1, idleTimeoutMillis: 0 });
    // The end of the pool does not wait for the end of its connections, which the end of the database may overtake.
    pool.on('error', () => undefined);
    await pool.query(
      'create table notes (id integer primary key, words text[], data jsonb, bytes bytea, at timestamptz)',
    );
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const ask = ({ text, values }: Sql): Promise<Outcome<pg.QueryResultRow>> =>
    Connection.lend(pool, true, (connection) => connection.run(aboutStatement(text), values));
  const backend = async () => (await ask(sql`select pg_backend_pid() as pid`)).rows[0];
  const twice = async (statement: () => Sql) => [await ask(statement()), await ask(statement())] as const;

  it.each<[string, () => Sql]>([
    ['numbers and nothing', () => sql`select 1 as one, null as nothing, 2.5::float8 as half, true as yes`],
    ['values of every kind', () => sql`select ${'naïve – 😀'} as text, ${7}::int as number, ${null}::text as empty`],
    ['lists', () => sql`select ${['a', 'with "quotes"', 'and, comma']}::text[] as words`],
    ['JSON', () => sql`select ${{ a: [1, null, 'x'] }}::jsonb as data`],
    ['bytes', () => sql`select ${Buffer.from([0, 255, 92])}::bytea as bytes`],
    ['moments', () => sql`select ${new Date(1_700_000_000_123)}::timestamptz as at`],
    ['no rows', () => sql`select 1 as one where false`],
    ['many rows', () => sql`select n, repeat('x', n) as text from generate_series(1, 3000) as n`],
    ['columns of one name, the last of which is seen', () => sql`select 1 as same, 2 as same`],
    ['a row without columns', () => sql`select`],
  ])('gives the same: %s', async (_, statement) => {
    const [first, again] = await twice(statement);

    expect(again.rows).toEqual(first.rows);
    expect(again.rowCount).toBe(first.rowCount);
  });

  it('says how many rows it has changed', async () => {
    const insert = (id: number) => sql`insert into notes (id) values (${id}), (${id + 1})`;
    const counts = [await ask(insert(1)), await ask(insert(3)), await ask(sql`delete from notes where id > ${1}`)];

    expect(counts.map(({ rowCount }) => rowCount)).toEqual([2, 2, 3]);
    expect(await ask(sql`delete from notes where id > ${1}`)).toMatchObject({ rowCount: 0, rows: [] });
  });

  it('fails as it would have at first, and leaves the connection sound', async () => {
    const divide = (by: number) => sql`select 1 / ${by}::int as quotient`;
    await ask(divide(1));

    const before = await backend();

    await expect(ask(divide(0))).rejects.toMatchObject({ code: '22012' });
    expect((await ask(divide(1))).rows).toEqual([{ quotient: 1 }]);
    expect(await backend()).toEqual(before);
  });

  it('tells who asked, when it fails', async () => {
    const failure = await ask(sql`select 1 / ${0}::int`).catch((error: unknown) => error);

    expect((failure as Error).stack).toContain('prepared-executions.e2e-spec');
  });

  it('sends nothing when a value cannot be sent, and leaves the connection sound', async () => {
    const circular: Record<string, unknown> = {};
    circular['itself'] = circular;
    const store = (value: unknown) => sql`select ${value}::jsonb as data`;
    await ask(store({}));

    const before = await backend();

    await expect(ask(store(circular))).rejects.toThrow('circular');
    expect((await ask(store({ a: 1 }))).rows).toEqual([{ data: { a: 1 } }]);
    expect(await backend()).toEqual(before);
  });

  it('is refused by PostgreSQL when its rows would look otherwise', async () => {
    const all = () => sql`select * from notes where id = ${1}`;
    await ask(all());
    await pool.query('alter table notes add column more text');

    await expect(ask(all())).rejects.toMatchObject({ code: '0A000' });
  });

  it('is given up when the server does not answer', async () => {
    const sleep = (seconds: number) => sql`select pg_sleep(${seconds})`;
    await ask(sleep(0));
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const given = ask(sleep(10)).catch((error: unknown) => error);
      await setImmediate();
      mock.timers.tick(8_999);
      expect(await Promise.race([given, setImmediate('waits')])).toBe('waits');
      mock.timers.tick(1);
      expect(await given).toMatchObject({ message: 'Query read timeout' });
    } finally {
      mock.timers.reset();
    }
  });
});
