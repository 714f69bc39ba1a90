import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Job {
  origin: string;
  path: string;
  /** What each answer must be, byte for byte. */
  body: string;
  connections: number;
  seconds: number;
}

export interface JobResult {
  requests: number;
  /** Of the first answer that was not 200 with the expected body, or the first connection that broke. */
  failure: string | undefined;
  perSecond: number;
  p50Millis: number;
  p99Millis: number;
}

/**
 * As many requests as the server takes: each connection asks the next time when it has its answer. It has a thread of its own,
 * which stays warm from one measurement to the next.
 *
 * Made of undici, which the application has already: with 20 µs of processor time for a request it is as light as autocannon
 * (16 µs, and 43 packages), and it takes times in microseconds rather than whole milliseconds.
 */
export class Load {
  private readonly worker = new Worker(new URL('./load.worker.ts', import.meta.url));

  async run(job: Job): Promise<JobResult> {
    this.worker.postMessage(job);
    const [result] = (await once(this.worker, 'message')) as [JobResult];
    return result;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
