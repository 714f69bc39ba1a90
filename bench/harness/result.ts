import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Circumstances } from './circumstances.js';
import type { Figure } from './figures.js';
import type { Conditions, Measurement } from './measure.js';

const RESULTS = join(import.meta.dirname, '..', 'results');

/** All that a run has found, and under which circumstances. */
export interface Result {
  workload: string;
  title: string;
  about: string;
  /** How much content there was, where it can be chosen. */
  sizes?: readonly string[];
  circumstances: Circumstances;
  conditions: Conditions & { rounds: number; connections: number };
  /** Measurements that were thrown away and repeated because others took too much of the machine. */
  discarded: number;
  arms: { name: string; about: string }[];
  measurements: Measurement[];
  /** Of what is not measured by asking over and over. */
  figures?: Figure[];
}

export async function saveResult(result: Result): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${result.workload}.json`), `${JSON.stringify(result, toThreeDecimals, 2)}\n`);
}

/** The last result of each workload, by name. */
export async function readResults(): Promise<Result[]> {
  const files = (await readdir(RESULTS)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(RESULTS, name), 'utf8')) as Result));
}

function toThreeDecimals(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
