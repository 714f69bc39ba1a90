import { setTimeout as delay } from 'node:timers/promises';
import type { Load } from './load.js';
import { processorTimes, residentMegabytes, shareOfOthers, since } from './processor.js';
import type { TrafficResult } from './steady-traffic.js';
import type { Arm, Trial } from './workload.js';

/** One arm, one path, one time. */
export interface Measurement {
  round: number;
  arm: string;
  path: string;
  perSecond: number;
  p50Millis: number;
  p99Millis: number;
  /** Processor time per measured request; of the server's process it includes what it did besides. */
  serverMicros: number;
  postgresMicros: number;
  serverMegabytes: number;
  /** The share of the machine that went to processes of others, from 0 to 1. */
  others: number;
  beside?: TrafficResult;
}

export interface Conditions {
  /** How long each measurement takes. */
  seconds: number;
  /** A measurement during which others took a larger share of the machine, from 0 to 1, is thrown away. */
  mostOthers: number;
}

const WARM_UP_SECONDS = 0.5;
/** Longer than a compiler's hiccup, shorter than the run would be in vain. */
const LONGEST_WAIT_MILLIS = 30_000;

/** @throws Error if a single request failed. */
export async function measure(
  load: Load,
  { connections, postgres }: Trial,
  arm: Arm,
  path: string,
  seconds: number,
): Promise<Omit<Measurement, 'round' | 'arm'>> {
  const { server } = arm;
  const job = { origin: server.origin, path, body: await bodyOf(server.origin + path), connections };
  await arm.begin();
  await load.run({ ...job, seconds: WARM_UP_SECONDS });
  const start = await processorTimes(server.pid, postgres.pid);
  const { requests, failure, ...figures } = await load.run({ ...job, seconds });
  const spent = since(start, await processorTimes(server.pid, postgres.pid));
  const serverMegabytes = await residentMegabytes(server.pid);
  const beside = await arm.end();
  if (failure !== undefined) throw new Error(`A request for ${path} failed: ${failure}.`);
  return {
    path,
    ...figures,
    serverMicros: spent.server / requests,
    postgresMicros: spent.postgres / requests,
    serverMegabytes,
    others: shareOfOthers(spent),
    ...(beside && { beside }),
  };
}

/** Waits, if only for so long, until others take no more than this share of the machine. */
export async function waitForQuiet({ server }: Arm, { postgres }: Trial, mostOthers: number): Promise<void> {
  const givesUpAt = Date.now() + LONGEST_WAIT_MILLIS;
  while (Date.now() < givesUpAt) {
    const start = await processorTimes(server.pid, postgres.pid);
    await delay(500);
    if (shareOfOthers(since(start, await processorTimes(server.pid, postgres.pid))) <= mostOthers) return;
  }
}

async function bodyOf(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}.`);
  return answer.text();
}
