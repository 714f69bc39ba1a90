import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config/load-config.js';
import { poolOf } from '../database/data-source.js';
import { Notifications } from '../database/notifications.js';
import { DEAD_LETTERS, Jobs } from '../jobs/jobs.js';
import { type Ailment, HealthParts } from './health-parts.js';

/** More jobs than this in one queue wait for longer than they should. */
const MANY_JOBS = 100;

/** The parts that the platform itself looks after. */
@Injectable()
export class PlatformParts {
  constructor(parts: HealthParts, dataSource: DataSource, notifications: Notifications, jobs: Jobs, config: Config) {
    const pool = poolOf(dataSource);
    parts.add('pool', () =>
      pool.waitingCount > 0 ? `${pool.waitingCount} wait for one of ${pool.totalCount} connections.` : undefined,
    );
    parts.add('notifications', () =>
      notifications.isListening
        ? undefined
        : 'This process does not hear what others change, and asks the database instead.',
    );
    parts.add('jobs', async () => ailmentOf(await jobs.count()));
    parts.add('mail', () =>
      config.get('NODE_ENV') === 'production' && config.get('SMTP_URL') === undefined
        ? 'SMTP_URL is not set: mails fail.'
        : undefined,
    );
  }
}

function ailmentOf(queues: Awaited<ReturnType<Jobs['count']>>): Ailment {
  const dead = queues.find(({ queue }) => queue === DEAD_LETTERS)?.waiting ?? 0;
  if (dead > 0) return `${dead} failed for good: they are in the queue ${DEAD_LETTERS}, with the reason.`;
  const late = queues.filter(({ queue, waiting }) => queue !== DEAD_LETTERS && waiting > MANY_JOBS);
  return late.length > 0
    ? `Many wait: ${late.map(({ queue, waiting }) => `${waiting} in ${queue}`).join(', ')}.`
    : undefined;
}
