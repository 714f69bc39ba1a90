import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Kitchen, startKitchen } from '../support/app.js';

const MOST = 5;
const TOKEN = 'what-only-the-monitoring-system-knows-1';

describe('more requests than can be answered', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    kitchen = await startKitchen({ MAX_IN_FLIGHT: String(MOST), DATABASE_POOL_SIZE: '8', METRICS_TOKEN: TOKEN });
  });
  afterAll(() => kitchen.close());

  /** Nobody can read posts while `work` is done. */
  async function whileLocked(work: () => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: kitchen.databaseUrl });
    await client.connect();
    try {
      await client.query('begin; lock table posts in access exclusive mode');
      await work();
      await client.query('rollback');
    } finally {
      await client.end();
    }
  }

  it('are refused, while those at work are finished and the process says how it is doing', async () => {
    let waiting: Promise<number>[] = [];
    await whileLocked(async () => {
      waiting = Array.from({ length: MOST }, async (_, n) => (await kitchen.guest.get(`/posts?limit=${n + 1}`)).status);
      await delay(300);
      const refused = await Promise.all(Array.from({ length: 20 }, () => kitchen.guest.get('/posts')));

      for (const { status, body, headers } of refused) {
        expect({ status, code: body.code }).toEqual({ status: 503, code: 'http.overloaded' });
        expect(headers.get('retry-after')).toBe('1');
      }
      expect((await kitchen.guest.get('//health/live')).status).toBe(200);
      expect((await kitchen.guest.get('//health/ready')).status).toBe(200);
      expect((await kitchen.guest.get('//metrics', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    });
    expect(await Promise.all(waiting)).toEqual(Array(MOST).fill(200));
    expect((await kitchen.guest.get('/posts')).status).toBe(200);
  });

  it('leave their places free when their clients hang up', async () => {
    await whileLocked(async () => {
      const hangUp = new AbortController();
      const url = `${kitchen.origin}/api/v1/posts`;
      const gone = Array.from({ length: MOST }, () => fetch(url, { signal: hangUp.signal }).catch(() => undefined));
      await delay(300);
      hangUp.abort();
      await Promise.all(gone);
      await delay(100);
      // One that asks the database for nothing: its connections are all waiting.
      expect((await kitchen.guest.get('//problems')).status).toBe(200);
    });
  });
});
