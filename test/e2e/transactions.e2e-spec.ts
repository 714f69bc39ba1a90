import { setTimeout as delay } from 'node:timers/promises';
import { Transactional } from '@nestjs-cls/transactional';
import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import { PreparedExecutions } from '../../src/platform/database/prepared-executions.js';
import { isDatabaseUnavailable } from '../../src/platform/database/postgres-errors.js';
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

  /** On all connections, so that they have prepared what is asked: in the first round, some are opened when all is done. */
  const everywhere = async (ask: (n: number) => Promise<unknown>) => {
    for (const round of [0, 20]) await Promise.all(Array.from({ length: 20 }, (_, n) => ask(round + n)));
  };

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
    await everywhere((n) => inTwoSteps(`${n}-`));
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

  describe('at their end', () => {
    beforeAll(async () => {
      await kitchen.sql`
        create table marks (text text not null constraint marks_text_key unique deferrable initially deferred)`;
      await kitchen.sql`
        create function end_connection() returns trigger language plpgsql as $$
        begin
          perform pg_terminate_backend(pg_backend_pid());
          return null;
        end $$`;
      await kitchen.sql`
        create constraint trigger marks_end after insert on marks deferrable initially deferred
        for each row when (new.text like 'end%') execute function end_connection()`;
    });
    beforeEach(() => kitchen.sql`delete from marks`);

    const marking = (text: string) => sql`insert into marks values (${text})`;
    const marks = async () =>
      (await kitchen.sql<{ text: string }>`select text from marks order by text`).map(({ text }) => text);

    it('run the last statement in one message with the commit', async () => {
      const writeTwice = (text: string) =>
        database.transaction(async () => {
          await write(text);
          await database.atCommit(marking(text));
          expect(await marks()).not.toContain(text);
        });
      await everywhere((n) => writeTwice(`${n}`));
      const run = jest.spyOn(PreparedExecutions, 'run');
      try {
        await writeTwice('x');
        // Begun, and ended, with a statement each. Jobs may ask something meanwhile, one by one.
        expect(run.mock.calls.map(([, { length }]) => length).filter((length) => length > 1)).toEqual([2, 2]);
      } finally {
        run.mockRestore();
      }
      expect(await notes()).toContain('x');
      expect(await marks()).toContain('x');
    });

    it.each(['at once', 'once it is prepared'])('store nothing when that statement fails, %s', async (when) => {
      const seen: string[] = [];
      if (when !== 'at once') await everywhere((n) => database.execute(sql`insert into notes values (${n}::text)`));
      const attempt = database.transaction(async () => {
        await database.execute(marking('kept only with the other'));
        await database.afterCommit(() => seen.push('never'));
        await database.atCommit(sql`insert into notes values (${null}::text)`);
      });

      await expect(attempt).rejects.toMatchObject({ code: '23502' });
      expect([await marks(), seen]).toEqual([[], []]);
      await write('still works');
    });

    it('run it now where none is open', async () => {
      await database.atCommit(marking('now'));
      expect(await marks()).toEqual(['now']);
    });

    it('are told when a constraint waits until then, and store nothing', async () => {
      await database.execute(marking('one'));
      const again = [
        () => database.execute(marking('one')),
        () => database.transaction(() => database.execute(marking('one'))),
        () => database.transaction(() => database.atCommit(marking('one'))),
        () => database.together([sql`insert into notes values ('with it')`, marking('one')]),
      ];
      for (const attempt of [...again, ...again]) {
        await expect(attempt()).rejects.toMatchObject({ constraint: 'marks_text_key' });
      }
      expect([await notes(), await marks()]).toEqual([[], ['one']]);
      await write('still works');
    });

    it('are told as a database that is away when the connection is lost then: nobody knows what came of it', async () => {
      const lost = [
        (text: string) => database.execute(marking(text)),
        (text: string) => database.transaction(() => database.execute(marking(text))),
        (text: string) => database.transaction(() => database.atCommit(marking(text))),
        (text: string) => database.together([sql`insert into notes values (${text})`, marking(text)]),
      ];
      for (const attempt of lost) {
        await everywhere((n) => attempt(`${n}`).catch(() => undefined));
        const error = await attempt('end').catch((reason: unknown) => reason);
        expect(isDatabaseUnavailable(error)).toBe(true);
        expect(await marks()).not.toContain('end');
        await kitchen.sql`delete from marks`;
        await kitchen.sql`delete from notes`;
      }
    });
  });

  describe('of statements that are run together', () => {
    const both = (one: string, other: string) =>
      database.together<[{ text: string }, object]>([
        sql`insert into notes values (${one}) returning text`,
        sql`insert into notes values (${other})`,
      ]);

    it.each(['before', 'once they are prepared'])('keep all of it or nothing, %s', async (when) => {
      if (when !== 'before') await everywhere((n) => both(`${n}`, `and ${n}`));
      await kitchen.sql`delete from notes`;

      await expect(both('a', 'a')).rejects.toMatchObject({ constraint: 'notes_text_key' });
      expect(await notes()).toEqual([]);
      expect(await both('a', 'b')).toEqual([[{ text: 'a' }], []]);
      expect(await notes()).toEqual(['a', 'b']);
    });

    it('take one message, which needs neither begin nor commit', async () => {
      await everywhere((n) => both(`${n}`, `and ${n}`));
      const statements = await statementsDuring(() => both('a', 'b'));

      expect(statements.map(({ text }) => text).filter((text) => /begin|commit/.test(text))).toEqual([]);
    });

    it('see what those before them have waited for', async () => {
      const look = () =>
        database.together<[object, { text: string }]>([sql`select from notes for update`, sql`select text from notes`]);
      await everywhere(look);
      await write('before');
      const other = new pg.Client({ connectionString: kitchen.databaseUrl });
      await other.connect();
      try {
        await other.query('begin');
        await other.query(`update notes set text = 'after'`);
        const looking = look();
        const waiting = () => kitchen.sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        for (let looks = 0; looks < 300 && (await waiting()).length === 0; looks++) await delay(10);
        await other.query('commit');
        expect((await looking)[1]).toEqual([{ text: 'after' }]);
      } finally {
        await other.end();
      }
    });

    it('belong to the one that is open', async () => {
      const attempt = database.transaction(async () => {
        await both('a', 'b');
        throw new Error('changed my mind');
      });
      await expect(attempt).rejects.toThrow('changed my mind');
      expect(await notes()).toEqual([]);
    });
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

  // Last, as its connections prepare nothing any more.
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
    // Those that failed when they ran for the first time are prepared as well, and not counted.
    expect([first.n, again.n].every((n) => n > 400 && n <= 505)).toBe(true);
  });
});
