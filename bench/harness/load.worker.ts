import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { newKey } from './keys.js';
import type { Job, JobResult } from './load.js';
import { type Expected, Visitor } from './visitor.js';

/** Asks over and over on each of a number of connections, and takes the time of every answer. */
async function work({ origin, connections, seconds, asks }: Job): Promise<JobResult> {
  const { hostname, port, host } = new URL(origin);
  const turns = asks.map((each) => each.map((ask) => prepare(ask, host)));
  const latency = createHistogram();
  const visitors = Array.from({ length: connections }, () => new Visitor(hostname, Number(port)));
  const opened = await Promise.all(visitors.map((visitor) => visitor.open()));
  let failure = opened.find((each) => each !== undefined);
  const start = performance.now();
  const endsAt = start + seconds * 1000;
  const answers = visitors.map((visitor, at) =>
    askUntil(visitor, turns[at % turns.length]!, endsAt, latency, () => failure !== undefined).then((problem) => {
      failure ??= problem;
    }),
  );
  await Promise.all(answers);
  const elapsedSeconds = (performance.now() - start) / 1000;
  for (const visitor of visitors) visitor.close();
  return {
    requests: latency.count,
    failure,
    perSecond: latency.count / elapsedSeconds,
    p50Millis: latency.percentile(50) / 1000,
    p99Millis: latency.percentile(99) / 1000,
  };
}

/** @returns what was wrong with an answer. */
function askUntil(
  visitor: Visitor,
  asks: readonly Expected[],
  endsAt: number,
  latency: RecordableHistogram,
  isOver: () => boolean,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let [turn, askedAt] = [0, performance.now()];
    visitor.onAnswer = (problem) => {
      const now = performance.now();
      latency.record(Math.max(1, Math.round((now - askedAt) * 1000)));
      turn = (turn + 1) % asks.length;
      // What was done in the middle of a list is undone by its end. After one failure the figures are worth nothing.
      if (problem !== undefined || isOver() || (now >= endsAt && turn === 0)) {
        resolve(problem);
        return;
      }
      askedAt = now;
      visitor.ask(asks[turn]!);
    };
    visitor.ask(asks[0]!);
  });
}

function prepare(ask: Job['asks'][number][number], host: string): Expected {
  const { method, path, headers, body, status, answer, isKeyed } = ask;
  const key = isKeyed ? newKey() : undefined;
  const content =
    body === undefined ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`];
  const all = { ...headers, ...(key !== undefined && { 'idempotency-key': key }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${path} HTTP/1.1`, `host: ${host}`, ...lines, ...content].join('\r\n');
  const request = Buffer.from(`${head}\r\n\r\n${body ?? ''}`);
  return {
    request,
    keyAt: key === undefined ? undefined : request.indexOf(key),
    name: `${method} ${path}`,
    status,
    answer: answer === undefined ? undefined : Buffer.from(answer),
  };
}

parentPort!.on('message', (job: Job) => {
  void work(job).then((result) => parentPort!.postMessage(result));
});
