import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Ask } from './question.js';

/** A request, and what must come back. */
export interface ExpectedAsk extends Ask {
  status: number;
  /** What the answer must be, byte for byte, unless it is another one each time. */
  answer?: Uint8Array;
}

export interface Job {
  origin: string;
  connections: number;
  seconds: number;
  /** What each connection asks in turn. When there are fewer lists than connections, they share them. */
  asks: ExpectedAsk[][];
}

export interface JobResult {
  requests: number;
  /** Of the first answer that was not as expected, or the first connection that broke. */
  failure: string | undefined;
  perSecond: number;
  p50Millis: number;
  p99Millis: number;
}

/** What is under way at the end has so much time to come to its own. */
const LATEST_MILLIS = 30_000;

/**
 * As many requests as the server takes: each connection asks the next time when it has its answer. It has a thread of its own,
 * which stays warm from one measurement to the next, and a client of its own (`visitor.ts`), since what the load costs is
 * taken from the server: undici cost 20 µs for a request, and autocannon 16 µs.
 */
export class Load {
  private readonly worker = new Worker(new URL('./load.worker.ts', import.meta.url));

  /** @throws Error if it takes far longer than it should. */
  async run(job: Job): Promise<JobResult> {
    this.worker.postMessage(job);
    const signal = AbortSignal.timeout(job.seconds * 1000 + LATEST_MILLIS);
    const [result] = (await once(this.worker, 'message', { signal })) as [JobResult];
    return result;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
