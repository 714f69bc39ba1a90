import { setTimeout as delay } from 'node:timers/promises';
import type { KitchenProcess } from '../support/process.js';
import { residentMegabytes, startApi } from './harness/api-process.js';
import { ask } from './harness/asking.js';
import { inMode, measured } from './harness/mode.js';
import { OpenLoad, type Sending } from './harness/open-load.js';
import { usePostgres } from './harness/scene.js';
import { SlowClients } from './harness/slow-clients.js';
import { Watch } from './harness/watch.js';
import { type Author, register } from './harness/writers.js';

const SECONDS = inMode({ short: 8, long: 120 });
const ASKERS = 24;
const SLOW_EACH = inMode({ short: 250, long: 1_000 });
const CUT_AFTER_MILLIS = 20_000;
const QUIET_PER_SECOND = 20;
const PEAK_MILLIS = 4_000;
const CONNECTIONS = 512;
const LONG = '## Tea\n\nWith *milk*, and `sugar`.\n\n```js\nconst tea = pour(milk, { first: true });\n```\n\n'.repeat(
  80,
);

describe('more than can be done', () => {
  const used = usePostgres();
  let kitchen: KitchenProcess;
  let ada: Author;

  beforeAll(async () => {
    kitchen = await startApi(used.postgres.url);
    ada = await register(kitchen.origin);
    for (let i = 0; i < 20; i++)
      await ask(kitchen.origin, { method: 'POST', path: '/todos', token: ada.token, body: { title: `Todo ${i}` } });
  });
  afterAll(async () => {
    await kitchen.end();
  });

  const oneOf = (): Sending => ({ path: '/todos', token: ada.token });
  /** Costs the server many times what asking for it costs: text to be rendered, a write, an answer that is long. */
  const aPost = (): Sending => ({
    method: 'POST',
    path: '/posts',
    token: ada.token,
    body: { title: 'Long', body: LONG },
  });

  /** As many in a second as it answers to those who wait for their answers. */
  async function peakPerSecond(next: () => Sending): Promise<number> {
    let good = 0;
    const began = performance.now();
    const asker = async () => {
      while (performance.now() < began + PEAK_MILLIS) if ((await ask(kitchen.origin, next())).status < 300) good++;
    };
    await Promise.all(Array.from({ length: ASKERS }, asker));
    return (good / (performance.now() - began)) * 1000;
  }

  it.each([
    ['writes that take much', aPost],
    ['reads that take little', oneOf],
  ])('is refused, while as much is done as ever: %s', async (name, next) => {
    await peakPerSecond(next);
    const peak = await peakPerSecond(next);
    const memory = residentMegabytes(kitchen);
    const live = new Watch(kitchen.origin, { path: '//health/live' });
    const load = new OpenLoad(kitchen.origin, peak * 10, next, { connections: CONNECTIONS });
    await delay(SECONDS * 1_000);
    await load.stop();
    await live.end();

    const goodPerSecond = Number(load.figures['good/s']);
    measured(`10 times as much as can be done, ${name}`, {
      'peak/s': Math.round(peak),
      ...load.figures,
      'goodput of peak %': Math.round((goodPerSecond / peak) * 100),
      'slowest liveness ms': live.slowest(),
      'MiB before': memory,
      'MiB after': residentMegabytes(kitchen),
    });
    expect(load.tally.good).toBeGreaterThan(0);
    expect(Object.keys(load.tally.failures).filter((what) => /^5/.test(what))).toEqual([]);
    expect(live.statuses).toEqual([200]);
    expect((await ask(kitchen.origin, oneOf())).status).toBe(200);
  });

  it('comes from slow clients, who are cut off while others are served', async () => {
    const quiet = new OpenLoad(kitchen.origin, QUIET_PER_SECOND, oneOf);
    await delay(5_000);
    await quiet.stop();
    const slow = (['headers', 'body'] as const).map((kind) => new SlowClients(kitchen.origin, SLOW_EACH, kind));
    const beside = new OpenLoad(kitchen.origin, QUIET_PER_SECOND, oneOf);
    const began = performance.now();
    await delay(2_000);
    const opened = slow.map(({ stillOpen }) => stillOpen);
    while (slow.some(({ stillOpen }) => stillOpen > 0) && performance.now() - began < 2 * CUT_AFTER_MILLIS)
      await delay(100);
    await beside.stop();

    const left = slow.map(({ stillOpen }) => stillOpen);
    for (const clients of slow) clients.end();
    measured(`${2 * SLOW_EACH} slow clients`, {
      opened: opened.join('+'),
      'headers cut after ms': slow[0]!.longestMillis,
      'bodies cut after ms': slow[1]!.longestMillis,
      'quiet p50, p99 ms': `${Math.round(quiet.goodMillis(50))}, ${Math.round(quiet.goodMillis(99))}`,
      'beside them p50, p99 ms': `${Math.round(beside.goodMillis(50))}, ${Math.round(beside.goodMillis(99))}`,
    });
    expect(Math.min(...opened)).toBeGreaterThan(0);
    expect(left).toEqual([0, 0]);
    expect(beside.tally).toEqual({ good: beside.requests, refused: 0, failures: {} });
    expect(Math.max(...slow.map(({ longestMillis }) => longestMillis))).toBeLessThan(CUT_AFTER_MILLIS * 1.5);
  });
});
