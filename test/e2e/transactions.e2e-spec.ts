import { Transactional } from '@nestjs-cls/transactional';
import { Database } from '../../src/platform/database/database.js';
import { PreparedExecutions } from '../../src/platform/database/prepared-executions.js';
import { pipelined, raw, sql } from '../../src/platform/database/sql.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { statementsDuring } from '../support/statements.js';

describe('ambient transactions', () => {
  let kitchen: Kitchen;
  let database: Database;

  beforeAll(async () => {
    kitchen = await startKitchen();
    database = kitchen.nest.get(Database);
    await kitchen.sql`create table notes (text text not null constraint notes_text_key unique)`;
  });
  afterAll(() => kitchen.close());
  beforeEach(() => kitchen.sql`delete from notes`);

  const write = (text: string) => database.execute(sql`insert into notes values (${text})`);
  const notes = async () =>
    (await kitchen.sql<{ text: string }>`select text from notes order by text`).map(({ text }) => text);

  it('keep all of it', async () => {
    await database.transaction(async () => {
      await write('a');
      await write('b');
      expect(await notes()).toEqual([]);
    });
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('or nothing of it', async () => {
    const attempt = database.transaction(async () => {
      await write('a');
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await notes()).toEqual([]);
  });

  it('have their own reads, also such as are sent with those of others', async () => {
    const count = () => database.one<{ count: number }>(pipelined`select count(*)::int as count from notes`);
    await database.transaction(async () => {
      await write('a');
      expect(await count()).toEqual({ count: 1 });
    });
  });

  it('begin with their first statement, in the same message', async () => {
    const inTwoSteps = (text: string) =>
      database.transaction(async () => {
        await write(text);
        await write(`${text}${text}`);
      });
    // As often as there are connections, so that all of them have prepared what this takes.
    await Promise.all(Array.from({ length: 20 }, (_, n) => inTwoSteps(`${n}-`)));
    const run = jest.spyOn(PreparedExecutions, 'run');
    try {
      await inTwoSteps('x');
      // Jobs may ask something meanwhile, one by one.
      expect(run.mock.calls.filter(([, executions]) => executions.length === 2)).toHaveLength(1);
    } finally {
      run.mockRestore();
    }
    expect(await notes()).toEqual(expect.arrayContaining(['x', 'xx']));
  });

  it('that ask nothing are not begun', async () => {
    const statements = await statementsDuring(() => database.transaction(() => Promise.resolve()));

    expect(statements.filter(({ text }) => text === 'commit')).toEqual([]);
  });

  it('are joined by what is called inside of them', async () => {
    class Service {
      @Transactional()
      async inner(): Promise<void> {
        await write('inner');
      }
    }
    const attempt = database.transaction(async () => {
      await new Service().inner();
      throw new Error('outer fails');
    });
    await expect(attempt).rejects.toThrow('outer fails');
    expect(await notes()).toEqual([]);
  });

  it('do not report success when a caught SQL error has turned COMMIT into a silent ROLLBACK', async () => {
    const attempt = database.transaction(async () => {
      await write('a');
      await write('a').catch(() => undefined);
    });
    await expect(attempt).rejects.toThrow('Rolled back at commit');
    expect(await notes()).toEqual([]);
  });

  it('run what waits for the commit after it, in order, and never after a rollback', async () => {
    const seen: unknown[] = [];
    await database.transaction(async () => {
      await write('a');
      await database.afterCommit(async () => seen.push(await notes()));
      await database.afterCommit(() => seen.push('second'));
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual([['a'], 'second']);

    const attempt = database.transaction(async () => {
      await database.afterCommit(() => seen.push('never'));
      throw new Error('no');
    });
    await expect(attempt).rejects.toThrow('no');
    expect(seen).toHaveLength(2);
  });

  it('run what waits for a commit at once when there is no transaction', async () => {
    const seen: string[] = [];
    await database.afterCommit(() => seen.push('now'));
    expect(seen).toEqual(['now']);
  });

  it('do not wait for a second connection: a hundred at once finish on a pool of two', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        database.transaction(async () => {
          await write(`first ${i}`);
          await database.many(sql`select * from notes limit 1`);
          await write(`second ${i}`);
        }),
      ),
    );
    expect(await notes()).toHaveLength(200);
  });

  it('give the pool a sound connection back after an SQL error', async () => {
    for (let i = 0; i < 10; i++) await expect(database.execute(sql`select 1 / 0`)).rejects.toThrow('division by zero');
    const [row] = await kitchen.sql<{ n: number }>`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'kitchen'`;
    expect(row!.n).toBeLessThanOrEqual(2);
    await write('still works');
    expect(await notes()).toEqual(['still works']);
  });

  it('give the pool no connection back that is still busy with a statement that took too long', async () => {
    const slow = database.transaction(async () => {
      await database.execute(sql`set local statement_timeout = '50ms'`);
      await database.execute(sql`select pg_sleep(5)`);
    });
    await expect(slow).rejects.toThrow('statement timeout');
    await write('still works');
    expect(await notes()).toEqual(['still works']);
  });

  it('survive that the server ends every connection: one failure at most, then work again', async () => {
    await kitchen.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'kitchen%'`;
    const answers = await Promise.all(Array.from({ length: 6 }, () => kitchen.guest.get('/users/nobody')));
    expect(answers.every(({ status }) => status === 404 || status === 503)).toBe(true);
    expect((await kitchen.guest.get('/users/nobody')).status).toBe(404);
  });

  it('survive that the server ends their connection between two statements', async () => {
    const attempt = database.transaction(async () => {
      const { pid } = await database.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await kitchen.sql`select pg_terminate_backend(${pid})`;
      await new Promise((resolve) => setTimeout(resolve, 50));
      await write('too late');
    });
    await expect(attempt).rejects.toThrow();
    expect(await notes()).toEqual([]);
    await write('still works');
    expect(await notes()).toEqual(['still works']);
  });

  it('prepare each statement once per connection', async () => {
    const prepared = () =>
      database.transaction(async () => {
        for (let i = 0; i < 3; i++) await database.many(sql`select ${i}::int + 41 as "prepared once"`);
        return database.many<{ n: number }>(
          sql`select count(*)::int as n from pg_prepared_statements where statement like ${'%prepared once%'} and statement like ${'%+ 41%'}`,
        );
      });
    expect(await prepared()).toEqual([{ n: 1 }]);
  });

  it('prepare so many statements and no more, and run the others all the same', async () => {
    const numbers = Array.from({ length: 520 }, (_, at) => at);
    const run = () =>
      database.transaction(async () => {
        const read: number[] = [];
        for (const at of numbers) {
          read.push((await database.one<{ n: number }>(sql`select ${raw(String(at))} as n`)).n);
        }
        const { n } = await database.one<{ n: number }>(sql`select count(*)::int as n from pg_prepared_statements`);
        return { read, n };
      });

    const [first, again] = [await run(), await run()];

    expect([first.read, again.read]).toEqual([numbers, numbers]);
    expect([first.n, again.n].every((n) => n > 400 && n <= 500)).toBe(true);
  });

  it('are not needed by reads that are sent together, of which one fails', async () => {
    const quotient = (by: number) => database.one(pipelined`select 12 / ${by}::int as quotient`);
    await quotient(1);

    expect(await Promise.allSettled([quotient(0), quotient(3), quotient(0), quotient(4)])).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: '22012' }) },
      { status: 'fulfilled', value: { quotient: 4 } },
      { status: 'rejected', reason: expect.objectContaining({ code: '22012' }) },
      { status: 'fulfilled', value: { quotient: 3 } },
    ]);
  });
});
