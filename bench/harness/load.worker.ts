import { createHistogram } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { Pool } from 'undici';
import type { Job, JobResult } from './load.js';

const TIMEOUT_MILLIS = 10_000;

/** Asks one question over and over on each of a number of connections, and takes the time of every answer. */
async function work({ origin, path, body, connections, seconds }: Job): Promise<JobResult> {
  const timeouts = { headersTimeout: TIMEOUT_MILLIS, bodyTimeout: TIMEOUT_MILLIS };
  const pool = new Pool(origin, { connections, pipelining: 1, ...timeouts });
  const [latency, start] = [createHistogram(), performance.now()];
  const expected = Buffer.from(body);
  const endsAt = start + seconds * 1000;
  let failure: string | undefined;
  const askAgainAndAgain = async (): Promise<void> => {
    // After one failure the figures are worth nothing.
    while (failure === undefined && performance.now() < endsAt) {
      const askedAt = performance.now();
      failure ??= await ask(pool, path, expected);
      latency.record(Math.max(1, Math.round((performance.now() - askedAt) * 1000)));
    }
  };
  await Promise.all(Array.from({ length: connections }, askAgainAndAgain));
  const elapsedSeconds = (performance.now() - start) / 1000;
  await pool.close();
  return {
    requests: latency.count,
    failure,
    perSecond: latency.count / elapsedSeconds,
    p50Millis: latency.percentile(50) / 1000,
    p99Millis: latency.percentile(99) / 1000,
  };
}

/**
 * By undici's bare handler, because promises and streams of its own would double the load's share of the processor.
 *
 * @returns what is wrong with the answer.
 */
function ask(pool: Pool, path: string, expected: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status = 0;
    pool.dispatch(
      { path, method: 'GET' },
      {
        // undici insists on it.
        onRequestStart: () => undefined,
        onResponseStart: (_, statusCode) => (status = statusCode),
        onResponseData: (_, chunk) => void chunks.push(chunk),
        onResponseEnd: () => {
          if (status !== 200) resolve(`status ${status}`);
          else resolve(Buffer.concat(chunks).equals(expected) ? undefined : 'another body than before');
        },
        onResponseError: (_, error) => resolve(String(error)),
      },
    );
  });
}

parentPort!.on('message', (job: Job) => {
  void work(job).then((result) => parentPort!.postMessage(result));
});
