import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { poolOf } from '../database/data-source.js';
import { Notifications } from '../database/notifications.js';
import { Jobs } from '../jobs/jobs.js';
import { Metrics } from './metrics.js';

/** The pool, the ear for notifications, and the job queues. */
@Injectable()
export class DatabaseMetrics {
  constructor(metrics: Metrics, dataSource: DataSource, notifications: Notifications, jobs: Jobs) {
    const pool = poolOf(dataSource);
    metrics.gauge(
      'database_pool_connections',
      'Open connections to PostgreSQL, lent or idle.',
      () => [
        { labels: { state: 'busy' }, value: pool.totalCount - pool.idleCount },
        { labels: { state: 'idle' }, value: pool.idleCount },
      ],
      ['state'],
    );
    metrics.gauge('database_pool_waiting', 'Requests that wait for a connection.', () => [
      { value: pool.waitingCount },
    ]);
    metrics.gauge('database_listener_up', '1 while notifications of other processes arrive here.', () => [
      { value: Number(notifications.isListening) },
    ]);
    metrics.gauge(
      'jobs',
      'Jobs in each queue, of all processes, as counted within the last minute.',
      async () =>
        (await jobs.count()).flatMap(({ queue, ...states }) =>
          Object.entries(states).map(([state, value]) => ({ labels: { queue, state }, value })),
        ),
      ['queue', 'state'],
    );
  }
}
