import { type ConstructorOptions, type Db, PgBoss } from 'pg-boss';

const HOUR_SECONDS = 3_600;

/**
 * pg-boss with what is the same wherever we start it. Its tables have the schema `pgboss` to themselves. What it does at
 * regular intervals without our using it (flows, statistics of instances, telemetry, cron) is off or rare.
 */
export function newBoss(db: Db, options: Pick<ConstructorOptions, 'migrate' | 'supervise'>): PgBoss {
  return new PgBoss({
    db,
    schema: 'pgboss',
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
    maintenanceIntervalSeconds: HOUR_SECONDS,
    flowIntervalSeconds: HOUR_SECONDS,
    queueCacheIntervalSeconds: HOUR_SECONDS,
    ...options,
  });
}
