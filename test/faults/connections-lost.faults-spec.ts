import pg from 'pg';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { inMode } from './harness/mode.js';
import { expectToSurvive, usePostgres } from './harness/scene.js';

const HOLD_MILLIS = inMode({ short: 8_000, long: 30_000 });
const LOCK_MILLIS = inMode({ short: 8_000, long: 60_000 });
const POOL_SIZE = 8;

describe('while PostgreSQL is there, but cannot be had, the application', () => {
  const used = usePostgres();

  // For less than it takes to know that the database is away, for about as long, and for longer.
  it.each([
    { millis: 2_000, isAway: false },
    { millis: 4_000, isAway: true },
    { millis: HOLD_MILLIS, isAway: true },
  ])('outlives that all that it sends is swallowed on the way for $millis ms', async (hold) => {
    let proxy: TcpProxy | undefined;
    await expectToSurvive(
      {
        ...hold,
        name: `connections black-holed for ${hold.millis / 1000} s`,
        databaseUrl: async ({ url }) => (proxy = await startTcpProxy(url)).url,
        begin: () => proxy!.swallow(),
        end: () => proxy!.forward(),
      },
      used.postgres,
    );
    await proxy!.close();
  });

  it('outlives that nobody can read or write posts', async () => {
    const holder = new pg.Client({ connectionString: used.postgres.url, application_name: 'kitchen faults' });
    await holder.connect();
    await expectToSurvive(
      {
        name: `ACCESS EXCLUSIVE lock on posts for ${LOCK_MILLIS / 1000} s`,
        millis: LOCK_MILLIS,
        isAway: false,
        begin: () => holder.query('begin; lock table posts in access exclusive mode'),
        end: () => holder.query('rollback'),
      },
      used.postgres,
    );
    await holder.end();
  });

  it('outlives that all connections of its pool are at work on something slow', async () => {
    const holder = new pg.Client({ connectionString: used.postgres.url, application_name: 'kitchen faults' });
    await holder.connect();
    await expectToSurvive(
      {
        name: `pool exhausted for ${HOLD_MILLIS / 1000} s`,
        millis: HOLD_MILLIS,
        isAway: false,
        environment: { DATABASE_POOL_SIZE: String(POOL_SIZE) },
        // Whoever has a session writes down now and then that it was used: that statement is what is slow.
        begin: () => holder.query('begin; lock table sessions, todos in access exclusive mode'),
        end: () => holder.query('rollback'),
      },
      used.postgres,
    );
    await holder.end();
  });
});
