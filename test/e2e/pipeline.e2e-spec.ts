import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { Connection, NotRunError } from '../../src/platform/database/connection.js';
import { Pipeline } from '../../src/platform/database/pipeline.js';
import { PreparedExecutions } from '../../src/platform/database/prepared-executions.js';
import { sql, type Sql } from '../../src/platform/database/sql.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';

describe('reads that are asked for within one turn', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let pipeline: Pipeline;

  beforeAll(async () => {
    database = await createEmptyDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 1, idleTimeoutMillis: 0 });
    // The end of the pool does not wait for the end of its connections, which the end of the database may overtake.
    pool.on('error', () => undefined);
    pipeline = new Pipeline((use) => Connection.lend(pool, true, use), 2);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const ask = async ({ statement, values }: Sql, asked = pipeline) => (await asked.ask(statement, values)).rows;
  const count = (n: number) => sql`select n from generate_series(1, ${n}::int) as n`;
  const divide = (by: number) => sql`select 12 / ${by}::int as quotient`;
  const backend = () => ask(sql`select pg_backend_pid() as pid`);
  const numbers = (n: number) => Array.from({ length: n }, (_, i) => ({ n: i + 1 }));

  /** How many statements each message had. */
  async function messagesDuring(work: () => Promise<unknown>): Promise<number[]> {
    const run = jest.spyOn(PreparedExecutions, 'run');
    try {
      await work();
      return run.mock.calls.map(([, executions]) => executions.length);
    } finally {
      run.mockRestore();
    }
  }

  it('are sent in one message of a few each, and each is answered', async () => {
    await ask(count(1));
    const sizes = [0, 1, 5, 300, 2, 7];

    const messages = await messagesDuring(async () => {
      expect(await Promise.all(sizes.map((n) => ask(count(n))))).toEqual(sizes.map(numbers));
    });

    expect(messages).toEqual([3, 3]);
  });

  describe('while the connections are taken', () => {
    /** With one connection, which is lent from when `free` is called. */
    function taken() {
      const { promise, resolve: free } = Promise.withResolvers<undefined>();
      const asked = jest.fn();
      const one = new Pipeline(async (use) => {
        asked();
        await promise;
        return Connection.lend(pool, true, use);
      }, 1);
      return { one, asked, free: () => free(undefined) };
    }

    it('wait, and go together with what comes meanwhile', async () => {
      await ask(count(1));
      const { one, free } = taken();

      const messages = await messagesDuring(async () => {
        const rows = [ask(count(1), one)];
        for (const n of [2, 3, 4]) {
          await setImmediate();
          rows.push(ask(count(n), one));
        }
        free();
        expect(await Promise.all(rows)).toEqual([1, 2, 3, 4].map(numbers));
      });

      expect(messages).toEqual([1, 3]);
    });

    it('wait where all others wait, when none comes back', async () => {
      const { one, asked, free } = taken();
      mock.timers.enable({ apis: ['setTimeout'] });
      const rows = [ask(count(1), one)];
      try {
        await setImmediate();
        rows.push(ask(count(2), one));
        one.send();
        expect(asked).toHaveBeenCalledTimes(1);
        mock.timers.tick(50);
        expect(asked).toHaveBeenCalledTimes(2);
      } finally {
        mock.timers.reset();
        free();
      }
      expect(await Promise.all(rows)).toEqual([numbers(1), numbers(2)]);
    });
  });

  it('are answered as well when the connection has not prepared them', async () => {
    const fresh = sql`select 'fresh' as state`;

    expect(await Promise.all([ask(fresh), ask(count(2)), ask(fresh)])).toEqual([
      [{ state: 'fresh' }],
      numbers(2),
      [{ state: 'fresh' }],
    ]);
  });

  it('tell those behind one that fails to ask again, and leave the connection sound', async () => {
    const before = await Promise.all([backend(), ask(divide(1)), ask(count(1))]);

    const settled = await Promise.allSettled([count(2), divide(0), divide(3), count(1)].map((each) => ask(each)));

    expect(settled).toEqual([
      { status: 'fulfilled', value: numbers(2) },
      { status: 'rejected', reason: expect.objectContaining({ code: '22012' }) },
      { status: 'rejected', reason: expect.any(NotRunError) },
      { status: 'rejected', reason: expect.any(NotRunError) },
    ]);
    expect(await backend()).toEqual(before[0]);
  });

  it('tell who asked, when they fail', async () => {
    const failure = await ask(divide(0)).catch((error: unknown) => error);

    expect((failure as Error).stack).toContain('pipeline.e2e-spec');
  });

  it('that cannot be sent are of no concern to the others', async () => {
    const circular: Record<string, unknown> = {};
    circular['itself'] = circular;
    const store = (value: unknown) => sql`select ${value}::jsonb as data`;
    await ask(store({}));

    const settled = await Promise.allSettled([ask(count(1)), ask(store(circular)), ask(store({ a: 1 }))]);

    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fail together when the server does not answer, and the connection is given up', async () => {
    const sleep = (seconds: number) => sql`select pg_sleep(${seconds})::text as slept`;
    const [before] = await Promise.all([backend(), ask(sleep(0)), ask(count(1))]);
    const run = jest.spyOn(PreparedExecutions, 'run');
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const settled = Promise.allSettled([ask(count(1)), ask(sleep(10)), ask(count(2))]);
      while (run.mock.calls.length === 0) await setImmediate();
      mock.timers.tick(9_000);
      expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    } finally {
      mock.timers.reset();
      run.mockRestore();
    }
    expect(await backend()).not.toEqual(before);
  });

  it.each([
    sql`update notes set id = 1`,
    sql`with gone as (delete from notes returning 1) select count(*) from gone`,
    sql`select id from notes for no key update`,
    sql`select pg_advisory_lock(1)`,
  ])('may not change or hold anything', async (statement) => {
    await expect(ask(statement)).rejects.toThrow('Only reads');
  });
});
