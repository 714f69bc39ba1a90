import type { Pool, PoolConfig } from 'pg';
import { AbstractLogger, type DataSource, type DataSourceOptions } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { migrations } from './migrations/index.js';

/** The client's limit, for a server that no longer answers at all. */
export const QUERY_TIMEOUT_MILLIS = 9_000;

/** Milliseconds after which each kind of wait ends with an error, so that nothing hangs (answered as 503). */
const timeouts = {
  /** Waiting for a connection: a new one, or a free one of the pool. */
  connectionTimeoutMillis: 2_000,
  /** PostgreSQL's own limits. */
  lock_timeout: 3_000,
  statement_timeout: 8_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: QUERY_TIMEOUT_MILLIS,
} satisfies PoolConfig;

/** What every connection of ours has in common. */
export const connectionSettings: PoolConfig = {
  ...timeouts,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  application_name: 'kitchen',
};

/** For migrations, which may rightly take longer than a request. */
export const withoutTimeouts: PoolConfig = {
  lock_timeout: 0,
  statement_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  query_timeout: 0,
};

/** TypeORM writes of a migration that failed to standard output, whatever `logging` says, and not in JSON. What it throws is logged. */
class SilentLogger extends AbstractLogger {
  protected writeLog(): void {
    // Nothing.
  }
}

/** The one description of our data source, for the application and for TypeORM's command line (`ormconfig.ts`). */
export function dataSourceOptions(databaseUrl: string, poolSize = 2): DataSourceOptions {
  return {
    type: 'postgres',
    url: databaseUrl,
    poolSize,
    // Each statement has its own limit; see `Connection`.
    extra: { ...connectionSettings, query_timeout: 0, idleTimeoutMillis: 30_000, maxLifetimeSeconds: 600 },
    migrations,
    synchronize: false,
    logging: false,
    logger: new SilentLogger(),
    // Ids are made by the application (UUIDv7), so TypeORM needs no extension.
    installExtensions: false,
    // An idle connection was lost: pg has taken it out of the pool already, and the next query says if the server is away.
    poolErrorHandler: () => undefined,
  };
}

/** The connection pool that TypeORM owns. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as PostgresDriver).master as Pool;
}
