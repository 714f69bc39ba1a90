import { setTimeout as delay } from 'node:timers/promises';
import { killAll, type KitchenProcess, run } from '../../support/process.js';
import { residentMegabytes, SECRET, startApi } from './api-process.js';
import { measured } from './mode.js';
import { type Postgres, startPostgres } from './postgres.js';
import { register, Writers } from './writers.js';
import { Watch } from './watch.js';

const WRITERS = 4;
/** Of readers, so that there are more requests than connections. */
const READERS = 12;
const WARM_UP_WRITES = 150;
/** Orders of magnitude: on a busy machine, what takes 0.2 s may take 2. */
const [SOON_MILLIS, BOUND_MILLIS] = [5_000, 12_000];
/** More than this a process does not hold after an outage that it did not before: what its heap keeps for the next busy moment. */
export const MEMORY_MEGABYTES = 80;

/** For most of those who are refused once others were. */
const KNOWN_MILLIS = 1_000;

interface Scene {
  postgres: Postgres;
  api: KitchenProcess;
  writers: Writers;
}

export interface Outage {
  /** What it is called where figures are printed. */
  name: string;
  begin(scene: Scene): unknown;
  /** How long it lasts; `begin` may take time as well. */
  millis: number;
  end?(scene: Scene): unknown;
  /** Whether the database is away while it lasts, or only busy. */
  isAway?: boolean;
  /** Where the application believes its database to be. */
  databaseUrl?(postgres: Postgres): Promise<string> | string;
  environment?: Record<string, string>;
}

/** Members write and read all the time, something breaks, and is mended. What must hold in any outage is expected here. */
export async function expectToSurvive(outage: Outage, postgres: Postgres): Promise<void> {
  const databaseUrl = (await outage.databaseUrl?.(postgres)) ?? postgres.url;
  const api = await startApi(databaseUrl, outage.environment);
  try {
    const writers = await Writers.at([api.origin], WRITERS);
    await play(outage, { postgres, api, writers });
  } finally {
    if ((await api.end()).code !== 0) process.stderr.write(api.output().split('\n').slice(-20).join('\n'));
  }
}

async function play(outage: Outage, scene: Scene): Promise<void> {
  const { postgres, api, writers } = scene;
  const reader = await register(api.origin);
  const token = reader.token;
  writers.begin();
  await writers.more(WARM_UP_WRITES);
  const memoryBefore = residentMegabytes(api);
  const live = new Watch(api.origin, { path: '//health/live' });
  const ready = new Watch(api.origin, { path: '//health/ready' });
  const reads = new Watch(api.origin, { path: '/todos', token }, READERS);
  await delay(500);

  const began = performance.now();
  await outage.begin(scene);
  await delay(outage.millis);
  await outage.end?.(scene);
  const back = await postgres.answers();
  await writers.more(WARM_UP_WRITES);
  await writers.end();
  await Promise.all([live, ready, reads].map((watch) => watch.end()));

  const known = began + ready.firstAfter(began, 503);
  const servedAgain = Math.round(writers.acknowledgedAfter(back)[0]! - back);
  const during = [...reads.within(began, back), ...writers.outcomes.filter(({ at }) => at > began && at < back)];
  const refused = during.filter(({ status }) => status === 503);
  // Of those who came after the first who was refused.
  const firstRefusedAt = Math.min(...refused.map(({ at }) => at));
  const later = refused.filter(({ at, millis }) => at - millis > firstRefusedAt).map(({ millis }) => millis);
  const disagreements = await writers.history.disagreements(postgres);
  const { history } = writers;
  measured(outage.name, {
    'lasted ms': Math.round(back - began),
    'first 503 after ms': Math.round(Math.min(...refused.map(({ at }) => at)) - began),
    'readiness red after ms': ready.firstAfter(began, 503),
    'slowest answer ms': Math.round(Math.max(...during.map(({ millis }) => millis))),
    'refused once known p50, p90 ms': [0.5, 0.9].map((share) => Math.round(quantile(later, share))).join(', '),
    'slowest once known ms': Number.isFinite(known) ? reads.slowest(known + 50, back) : '-',
    'slowest liveness ms': live.slowest(),
    'served again after ms': servedAgain,
    'readiness green after ms': ready.firstAfter(back, 200),
    refused: refused.length,
    acknowledged: history.acknowledged,
    'never known': history.unknown,
    'lost or half': disagreements.length,
    'MiB before': memoryBefore,
    'MiB after': residentMegabytes(api),
  });

  // Else nothing was out, and nothing is shown. Of a short outage, who waited in it is told only afterwards.
  expect([...reads.seen, ...writers.outcomes].some(({ status, at }) => status === 503 && at > began)).toBe(true);
  expect(live.statuses).toEqual([200]);
  expect([...ready.statuses, ...reads.statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(history.refusals).toEqual([]);
  expect(writers.outcomes.filter(({ status }) => status === 0)).toEqual([]);
  expect([...ready.rude, ...reads.rude]).toEqual([]);
  if (outage.isAway ?? true) expect(ready.statuses).toEqual([200, 503]);
  expect(Math.max(...during.map(({ millis }) => millis))).toBeLessThan(BOUND_MILLIS);
  if (later.length > 0) expect(quantile(later, 0.5)).toBeLessThan(KNOWN_MILLIS);
  expect(servedAgain).toBeLessThan(SOON_MILLIS);
  expect(disagreements).toEqual([]);
  expect(residentMegabytes(api) - memoryBefore).toBeLessThan(MEMORY_MEGABYTES);
  await expectToAgreeWithItself(postgres);
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}

/** `verify` on the command line: counts, and what belongs together. */
export async function expectToAgreeWithItself({ url }: Pick<Postgres, 'url'>): Promise<void> {
  const { ended, output } = run({ DATABASE_URL: url, JWT_SECRET: SECRET }, ['cli.js', 'verify']);
  if ((await ended).code !== 0) throw new Error(output());
}

/** A PostgreSQL for the tests of one file. */
export function usePostgres(): { readonly postgres: Postgres } {
  const used = { postgres: undefined as unknown as Postgres };
  beforeAll(async () => {
    used.postgres = await startPostgres();
  });
  afterAll(async () => {
    killAll();
    await used.postgres.stop();
  });
  return used;
}
