import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { JobResult, JobWithMetadata, PgBoss, QueueOptions } from 'pg-boss';
import { Config } from '../config/load-config.js';
import { Connections } from '../database/connections.js';
import { Database } from '../database/database.js';
import { sql } from '../database/sql.js';
import { Log } from '../logging/log.js';
import { inSpan } from '../tracing/spans.js';
import { newBoss } from './boss.js';
import { inTransaction, onPool } from './boss-database.js';

const [HOUR_SECONDS, DAY_SECONDS] = [3_600, 86_400];

/** Where jobs go that failed for good, with their data and the last error, for somebody to look at. */
export const DEAD_LETTERS = 'dead_letters';

/** 12 more attempts, after 5 s, 10 s, 20 s … and at last every 30 minutes: three hours in all. */
const SETTINGS = {
  retryLimit: 12,
  retryDelay: 5,
  retryBackoff: true,
  retryDelayMax: HOUR_SECONDS / 2,
  // An attempt that takes longer has lost its process: the job is given to another one.
  expireInSeconds: 120,
  deleteAfterSeconds: HOUR_SECONDS,
  retentionSeconds: 14 * DAY_SECONDS,
} satisfies QueueOptions;

/** Whoever asks for a job wakes the worker of the same process; this is for retries and for jobs whose process has died. */
const POLL_SECONDS = 5;

/** How long a shutdown waits for jobs under way before it hands them back, to be done by another process. */
const GRACE_MILLIS = 5_000;

/** Does one job. What it throws makes the job fail: it is tried again, unless it is a {@link HopelessJobError}. */
type Handler<Data extends object> = (data: Data, id: string) => Promise<void>;

interface Worker {
  name: string;
  handler: Handler<never>;
  atOnce: number;
  pollSeconds: number;
  id?: string;
}

/** How many jobs a queue holds: to be done later, now, being done, and failed for good. */
export interface QueueCount {
  queue: string;
  later: number;
  waiting: number;
  active: number;
  failed: number;
}

/** Trying again would not help: the job goes to the dead letters at once. */
export class HopelessJobError extends Error {}

/**
 * Work that is done later, and surely: pg-boss's queues in our own PostgreSQL (docs/adr/0013). A job that is asked for inside a
 * transaction exists exactly if that transaction commits. It is done at least once, so a handler must bear a repetition.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly workers = new Map<string, Worker>();
  private readonly boss: PgBoss;
  private readonly transaction;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    connections: Connections,
    private readonly config: Config,
  ) {
    this.transaction = inTransaction(database);
    this.boss = newBoss(onPool(connections), { migrate: config.get('MIGRATE_ON_BOOT'), supervise: config.isServing });
    this.boss.on('error', (err) => log.warn({ err }, 'the job queue had a problem; it goes on'));
    this.boss.on('warning', ({ message }) => log.warn({}, `the job queue: ${message}`));
  }

  /**
   * Registers the one handler of a queue; at most `atOnce` of its jobs run at the same time here. What starts after a time that
   * people set may be late by `pollSeconds`. Call it before the application starts.
   */
  work<Data extends object>(
    name: string,
    handler: Handler<Data>,
    { atOnce = 1, pollSeconds = POLL_SECONDS }: { atOnce?: number; pollSeconds?: number } = {},
  ): void {
    this.workers.set(name, { name, handler, atOnce, pollSeconds });
  }

  /** Asks for a job. Its data is kept in the database for an hour after it is done: no secrets in it. */
  async enqueue(name: string, data: object, { startAfter }: { startAfter?: Date } = {}): Promise<void> {
    await this.boss.send(name, data, { db: this.transaction, ...(startAfter && { startAfter }) });
    await this.database.afterCommit(() => this.wake(name));
  }

  /**
   * Deletes the jobs of a queue, also those that are done and the dead letters, whose data has one of these texts (compared
   * without regard to case) as a value anywhere. In the running transaction; one that is being done is done nevertheless.
   */
  async forget(name: string, texts: readonly string[]): Promise<void> {
    const wanted = texts.map((text) => text.toLowerCase());
    await this.database.execute(sql`
      delete from pgboss.job
      where name in (${name}, ${DEAD_LETTERS}) and exists (
        select from jsonb_path_query(data, 'strict $.**') as part where lower(part #>> '{}') = any(${wanted}::text[]))`);
  }

  /** How many jobs are in each queue; pg-boss counts them once a minute. */
  async count(): Promise<QueueCount[]> {
    const queues = await this.boss.getQueues();
    return queues.map(({ name, deferredCount, readyCount, activeCount, failedCount }) => ({
      ...{ queue: name, later: deferredCount, waiting: readyCount, active: activeCount, failed: failedCount },
    }));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.boss.start();
    await this.openQueues();
    if (this.config.isServing) for (const worker of this.workers.values()) await this.start(worker);
  }

  /** Stops fetching. Requests that are still answered may go on asking for jobs: another process does those. */
  async onModuleDestroy(): Promise<void> {
    await this.boss.stop({ timeout: GRACE_MILLIS });
  }

  private async openQueues(): Promise<void> {
    const queues = new Map((await this.boss.getQueues()).map((queue) => [queue.name, queue]));
    const wanted = [...this.workers.keys()].map((name) => ({ name, deadLetter: DEAD_LETTERS, ...SETTINGS }));
    for (const { name, ...settings } of [{ name: DEAD_LETTERS, ...SETTINGS }, ...wanted]) {
      const present = queues.get(name);
      if (!present) await this.boss.createQueue(name, settings);
      else if (!isDeepStrictEqual({ ...present, ...settings }, present)) await this.boss.updateQueue(name, settings);
    }
  }

  private async start(worker: Worker): Promise<void> {
    const options = {
      batchSize: worker.atOnce,
      pollingIntervalSeconds: worker.pollSeconds,
      includeMetadata: true,
      perJobResults: true,
    } as const;
    worker.id = await this.boss.work<object, never, typeof options>(worker.name, options, async (jobs) => {
      // There may be more: the next fetch follows at once, and only one that finds nothing is followed by a pause.
      this.wake(worker.name);
      return Promise.all(jobs.map((job) => this.run(worker, job)));
    });
  }

  private async run({ name, handler }: Worker, job: JobWithMetadata): Promise<JobResult> {
    const { id, retryCount, retryLimit } = job;
    try {
      await inSpan(
        () => ({ name: `job ${name}`, kind: 'consumer' }),
        () => handler(job.data as never, id),
      );
      return { id, status: 'completed' };
    } catch (error) {
      const isOver = error instanceof HopelessJobError || retryCount >= retryLimit;
      const about = { err: error, queue: name, jobId: id, attempt: retryCount + 1 };
      if (isOver) this.log.error(about, 'a job failed for good; it is among the dead letters');
      else this.log.warn(about, 'a job failed; it will be tried again');
      return { id, status: isOver ? 'deadletter' : 'failed', output: { message: String(error) } };
    }
  }

  private wake(name: string): void {
    const id = this.workers.get(name)?.id;
    if (id !== undefined) this.boss.notifyWorker(id);
  }
}
