import { setTimeout as delay } from 'node:timers/promises';
import { expectedOf } from './expect.js';
import type { Load } from './load.js';
import { processorTimes, residentMegabytes, shareOfOthers, since } from './processor.js';
import { get, type Question } from './question.js';
import type { TrafficResult } from './steady-traffic.js';
import type { Arm, Trial } from './workload.js';

/** One arm, one question, one time. */
export interface Measurement {
  round: number;
  arm: string;
  /** The question's name, which is the path where there is no more to it. */
  path: string;
  perSecond: number;
  p50Millis: number;
  p99Millis: number;
  /** Processor time per measured request; of the server's process it includes what it did besides. */
  serverMicros: number;
  postgresMicros: number;
  /** Of the load itself, which shares the machine. */
  loadMicros?: number;
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

const WARM_UP_SECONDS = 0.3;
/** Longer than a compiler's hiccup, shorter than the run would be in vain. */
const LONGEST_WAIT_MILLIS = 30_000;

/** @throws Error if a single request failed. */
export async function measure(
  load: Load,
  { connections, ...trial }: Trial,
  arm: Arm,
  question: Question,
  seconds: number,
): Promise<Omit<Measurement, 'round' | 'arm'>> {
  const { server, postgres = trial.postgres } = arm;
  const job = { origin: server.origin, asks: await expectedOf(question, server), connections };
  await arm.begin();
  const warmUp = await load.run({ ...job, seconds: WARM_UP_SECONDS });
  const start = await processorTimes(server.pid, postgres.pid);
  const { requests, failure = warmUp.failure, ...figures } = await load.run({ ...job, seconds });
  const spent = since(start, await processorTimes(server.pid, postgres.pid));
  const serverMegabytes = await residentMegabytes(server.pid);
  const beside = await arm.end();
  if (failure !== undefined) throw new Error(`A request of ${arm.name} failed: ${failure}.`);
  return {
    path: question.name,
    ...figures,
    serverMicros: spent.server / requests,
    postgresMicros: spent.postgres / requests,
    loadMicros: spent.load / requests,
    serverMegabytes,
    others: shareOfOthers(spent),
    ...(beside && { beside }),
  };
}

/** What a path alone stands for. */
export function questionOf(path: string | Question): Question {
  return typeof path === 'string' ? get(path, { name: path }) : path;
}

/** Waits, if only for so long, until others take no more than this share of the machine. */
export async function waitForQuiet({ server, ...arm }: Arm, trial: Trial, mostOthers: number): Promise<void> {
  const { postgres = trial.postgres } = arm;
  const givesUpAt = Date.now() + LONGEST_WAIT_MILLIS;
  while (Date.now() < givesUpAt) {
    const start = await processorTimes(server.pid, postgres.pid);
    await delay(500);
    if (shareOfOthers(since(start, await processorTimes(server.pid, postgres.pid))) <= mostOthers) return;
  }
}
