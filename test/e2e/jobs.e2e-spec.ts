import { Config } from '../../src/platform/config/load-config.js';
import { Connections } from '../../src/platform/database/connections.js';
import { Database } from '../../src/platform/database/database.js';
import { sql } from '../../src/platform/database/sql.js';
import { HopelessJobError, Jobs } from '../../src/platform/jobs/jobs.js';
import { Log } from '../../src/platform/logging/log.js';
import { type Kitchen, startKitchen } from '../support/app.js';

interface Job {
  state: string;
  data: object;
  output: unknown;
  secondsToWait: number;
}

describe('jobs', () => {
  let kitchen: Kitchen;
  let database: Database;
  let queues = 0;
  const opened: Jobs[] = [];

  beforeAll(async () => {
    kitchen = await startKitchen();
    database = kitchen.nest.get(Database);
    await kitchen.sql`create table notes (text text not null)`;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((jobs) => jobs.onModuleDestroy()));
  });
  afterAll(() => kitchen.close());

  /** What a process has of jobs, with a worker for a queue of the test's own. */
  async function worker(
    name: string,
    handler: (data: { text: string }) => unknown,
    options?: { atOnce: number },
  ): Promise<Jobs> {
    const { nest } = kitchen;
    const jobs = new Jobs(database, nest.get<Log>(Log), nest.get(Connections), nest.get(Config));
    jobs.work<{ text: string }>(
      name,
      async (data) => {
        await handler(data);
      },
      options,
    );
    await jobs.onApplicationBootstrap();
    opened.push(jobs);
    return jobs;
  }

  const newQueue = () => `queue-${++queues}`;
  const jobsOf = (name: string) => kitchen.sql<Job>`
    select state, data, output, extract(epoch from start_after - now())::float8 as "secondsToWait"
    from pgboss.job where name = ${name} order by created_on`;
  const deadLettersOf = (name: string) => kitchen.sql<Job>`
    select data, source_output as output from pgboss.job where name = 'dead_letters' and source_name = ${name}`;

  async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const untilStateIs = (name: string, state: string) =>
    until(async () => (await jobsOf(name)).every((job) => job.state === state));

  it('are done after the commit of what asked for them', async () => {
    const name = newQueue();
    const seen: unknown[] = [];
    const jobs = await worker(name, async ({ text }) => {
      seen.push(text, await database.many(sql`select text from notes where text = ${text}`));
    });
    await database.transaction(async () => {
      await jobs.enqueue(name, { text: 'hello' });
      await database.execute(sql`insert into notes values ('hello')`);
      expect(await jobsOf(name)).toEqual([]);
    });
    await untilStateIs(name, 'completed');

    expect(seen).toEqual(['hello', [{ text: 'hello' }]]);
  });

  it('do not exist when that is rolled back', async () => {
    const name = newQueue();
    const seen: string[] = [];
    const jobs = await worker(name, ({ text }) => seen.push(text));
    const attempt = database.transaction(async () => {
      await jobs.enqueue(name, { text: 'never' });
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    await jobs.enqueue(name, { text: 'afterwards' });
    await until(() => seen.length > 0);

    expect(seen).toEqual(['afterwards']);
    expect(await jobsOf(name)).toHaveLength(1);
  });

  it('that fail are tried again, after a pause that grows', async () => {
    const name = newQueue();
    let attempts = 0;
    const jobs = await worker(name, () => {
      if (++attempts < 4) throw new Error('not yet');
    });
    await jobs.enqueue(name, { text: 'stubborn' });
    for (const [failures, pause] of [
      [1, 5],
      [2, 10],
      [3, 20],
    ] as const) {
      await until(async () => attempts === failures && (await jobsOf(name))[0]!.state === 'retry');
      const [{ secondsToWait }] = (await jobsOf(name)) as [Job];
      expect(secondsToWait).toBeGreaterThan(pause / 2 - 3);
      expect(secondsToWait).toBeLessThanOrEqual(pause * 2);
      await kitchen.sql`update pgboss.job set start_after = now() where name = ${name} and state = 'retry'`;
      // Wakes the worker, which finds nothing else to do.
      await jobs.enqueue(name, { text: 'late' }, { startAfter: new Date(Date.now() + 3_600_000) });
    }
    await until(async () => (await jobsOf(name))[0]!.state === 'completed');

    expect(attempts).toBe(4);
    expect(await deadLettersOf(name)).toEqual([]);
  });

  it('that cannot be helped are among the dead letters at once, with their data and the reason', async () => {
    const name = newQueue();
    let attempts = 0;
    const jobs = await worker(name, () => {
      attempts++;
      throw new HopelessJobError('there is no such place');
    });
    await jobs.enqueue(name, { text: 'lost' });
    await until(async () => (await deadLettersOf(name)).length > 0);

    expect(attempts).toBe(1);
    expect(await deadLettersOf(name)).toEqual([
      {
        data: { text: 'lost' },
        output: expect.objectContaining({ message: expect.stringContaining('no such place') }),
      },
    ]);
  });

  it('are among the dead letters after their last attempt', async () => {
    const name = newQueue();
    const jobs = await worker(name, () => Promise.reject(new Error('never works')));
    await jobs.enqueue(name, { text: 'doomed' });
    await until(async () => (await jobsOf(name))[0]!.state === 'retry');
    await kitchen.sql`update pgboss.job set retry_count = retry_limit - 1, start_after = now() where name = ${name}`;
    await jobs.enqueue(name, { text: 'wake up' }, { startAfter: new Date(Date.now() + 3_600_000) });
    await until(async () => (await deadLettersOf(name)).length > 0);

    expect((await jobsOf(name))[0]!.state).toBe('failed');
  });

  it('of a process that died are given to another one', async () => {
    const name = newQueue();
    const seen: string[] = [];
    const jobs = await worker(name, ({ text }) => seen.push(text));
    await jobs.enqueue(name, { text: 'orphan' }, { startAfter: new Date(Date.now() + 3_600_000) });
    await kitchen.sql`
      update pgboss.job set state = 'active', started_on = now() - interval '3 minutes' where name = ${name}`;
    await (jobs as unknown as { boss: { supervise(queue: string): Promise<void> } }).boss.supervise(name);
    await kitchen.sql`update pgboss.job set start_after = now() where name = ${name}`;
    await jobs.enqueue(name, { text: 'wake up' });
    await until(() => seen.length === 2);

    expect(seen.sort()).toEqual(['orphan', 'wake up']);
  });

  it('are done once each, by several processes on small pools', async () => {
    const name = newQueue();
    const seen: string[] = [];
    const note = async ({ text }: { text: string }) => {
      await database.execute(sql`insert into notes values (${text})`);
      seen.push(text);
    };
    const [here, there] = [await worker(name, note, { atOnce: 5 }), await worker(name, note, { atOnce: 5 })];
    const texts = Array.from({ length: 200 }, (_, i) => `note ${i}`);
    await Promise.all(texts.map((text, i) => [here, there][i % 2]!.enqueue(name, { text })));
    await untilStateIs(name, 'completed');

    expect(seen.sort()).toEqual(texts.sort());
  });

  it('under way are finished before the process ends', async () => {
    const name = newQueue();
    let finish: () => void = () => undefined;
    let hasBegun = false;
    const jobs = await worker(name, async () => {
      hasBegun = true;
      await new Promise<void>((resolve) => (finish = resolve));
    });
    await jobs.enqueue(name, { text: 'slow' });
    await until(() => hasBegun);
    const ended = jobs.onModuleDestroy();
    finish();
    await ended;

    expect((await jobsOf(name))[0]!.state).toBe('completed');
  });

  it('that do not come to an end are handed back when the process ends', async () => {
    const name = newQueue();
    let hasBegun = false;
    const jobs = await worker(name, async () => {
      hasBegun = true;
      await new Promise(() => undefined);
    });
    await jobs.enqueue(name, { text: 'endless' });
    await until(() => hasBegun);
    await jobs.onModuleDestroy();

    expect((await jobsOf(name))[0]!.state).toBe('retry');
  });

  it('may still be asked for while the process ends', async () => {
    const name = newQueue();
    const jobs = await worker(name, () => Promise.resolve());
    await jobs.onModuleDestroy();
    await jobs.enqueue(name, { text: 'for somebody else' });

    expect(await jobsOf(name)).toMatchObject([{ state: 'created', data: { text: 'for somebody else' } }]);
  });
});
