import { setTimeout as delay } from 'node:timers/promises';
import type { KitchenProcess } from '../support/process.js';
import { residentMegabytes, startApi } from './harness/api-process.js';
import { ask } from './harness/asking.js';
import { answeredPerSecond, type Sending } from './harness/clients.js';
import { inMode, measured } from './harness/mode.js';
import { OpenLoad } from './harness/open-load.js';
import { usePostgres } from './harness/scene.js';
import { SlowClients } from './harness/slow-clients.js';
import { Watch } from './harness/watch.js';
import { type Author, register } from './harness/writers.js';

const SECONDS = inMode({ short: 15, long: 120 });
/** More than the process lets in at a time. */
const ASKERS = 64;
const TIMES = 10;
/** Of those that are good in a second when there is no more than can be done; what the process is to reach on a quiet machine is 0.8. */
const LEAST_GOODPUT = 0.5;
const SLOW_EACH = inMode({ short: 250, long: 1_000 });
const CUT_AFTER_MILLIS = 20_000;
const QUIET_PER_SECOND = 20;
const PEAK_MILLIS = 4_000;
const CONNECTIONS = 512;
const POSTS = 100;
const SOME = '## Tea\n\nWith *milk*, and `sugar`.\n\n```js\nconst tea = pour(milk, { first: true });\n```\n\n'.repeat(
  5,
);
const LONG = SOME.repeat(16);

describe('more than can be done', () => {
  const used = usePostgres();
  let kitchen: KitchenProcess;
  let ada: Author;

  beforeAll(async () => {
    kitchen = await startApi(used.postgres.url);
    ada = await register(kitchen.origin);
    for (let i = 0; i < POSTS; i++) await ask(kitchen.origin, aPost(SOME));
  });
  afterAll(async () => {
    await kitchen.end();
  });

  // Both cost the server many times what asking costs, or refusing: of what is cheap, nobody can refuse ten times as much as it
  // can answer and answer as much as ever (docs/adr/0073), nor could this process ask for it.
  /** Text to be rendered, a write, an answer that is long. */
  const aPost = (body = LONG): Sending => ({
    method: 'POST',
    path: '/posts',
    token: ada.token,
    body: { title: 'Tea', body },
  });
  /** Texts to be ranked, and what was found in them to be marked. */
  const aSearch = (): Sending => ({ path: '/search?q=tea+milk', token: ada.token });
  const aGlance = (): Sending => ({ path: '/todos', token: ada.token });

  it.each([
    ['reads', () => aSearch()],
    ['writes', () => aPost()],
  ])(
    'is refused, while as much is done as ever: %s',
    async (name, next) => {
      const askers = { askers: ASKERS, millis: PEAK_MILLIS };
      await answeredPerSecond(kitchen.origin, next, askers);
      const peak = await answeredPerSecond(kitchen.origin, next, askers);
      const memory = residentMegabytes(kitchen);
      const live = new Watch(kitchen.origin, { path: '//health/live' });
      const load = new OpenLoad(kitchen.origin, peak * TIMES, next, { connections: CONNECTIONS });
      await delay(SECONDS * 1_000);
      await load.stop();
      await live.end();

      const goodput = load.goodPerSecond / peak;
      measured(`${TIMES} times as many ${name} as can be done`, {
        'peak/s': Math.round(peak),
        ...load.figures,
        'goodput of peak %': Math.round(goodput * 100),
        'slowest liveness ms': live.slowest(),
        'MiB before': memory,
        'MiB after': residentMegabytes(kitchen),
      });
      // Else there was not too much, and nothing is shown.
      expect(load.sentPerSecond / peak).toBeGreaterThan(TIMES * 0.9);
      expect(load.tally.refused).toBeGreaterThan(load.tally.good);
      expect(goodput).toBeGreaterThan(LEAST_GOODPUT);
      expect(Object.keys(load.tally.failures).filter((what) => /^5/.test(what))).toEqual([]);
      expect(live.statuses).toEqual([200]);
      expect((await ask(kitchen.origin, aGlance())).status).toBe(200);
    },
    (SECONDS + 120) * 1_000,
  );

  it('comes from slow clients, who are cut off while others are served', async () => {
    const quiet = new OpenLoad(kitchen.origin, QUIET_PER_SECOND, aGlance);
    await delay(5_000);
    await quiet.stop();
    const slow = (['headers', 'body'] as const).map((kind) => new SlowClients(kitchen.origin, SLOW_EACH, kind));
    const beside = new OpenLoad(kitchen.origin, QUIET_PER_SECOND, aGlance);
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
