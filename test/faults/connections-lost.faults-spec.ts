import pg from 'pg';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { inMode } from './harness/mode.js';
import { expectToSurvive, usePostgres } from './harness/scene.js';

const HOLD_MILLIS = inMode({ short: 8_000, long: 30_000 });
const LOCK_MILLIS = inMode({ short: 8_000, long: 60_000 });
const POOL_SIZE = 8;

describe('while PostgreSQL is there, but cannot be had, the application', () => {
  const used = usePostgres();

  it('outlives that all that it sends is swallowed on the way', async () => {
    let proxy: TcpProxy | undefined;
    await expectToSurvive(
      {
        name: `connections black-holed for ${HOLD_MILLIS / 1000} s`,
        millis: HOLD_MILLIS,
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
