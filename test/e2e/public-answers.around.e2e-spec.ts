import { Readiness } from '../../src/platform/lifecycle/readiness.js';
import { startKitchen } from '../support/app.js';

const TOKEN = 'what-only-the-monitoring-system-knows-3';

describe('answers that are kept for guests, though nothing else sees the request,', () => {
  it('name each of the allowed origins to itself only', async () => {
    const [ours, theirs] = ['https://app.example', 'https://admin.example'];
    const listed = await startKitchen({ ANSWER_CACHE_MB: '8', CORS_ORIGINS: `${ours},${theirs}` });
    try {
      for (const origin of [ours, theirs, 'https://evil.example', undefined, ours, theirs, undefined]) {
        const { headers } = await listed.guest.get('/posts', origin === undefined ? {} : { origin });
        const allowed = origin === ours || origin === theirs ? origin : null;
        expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([
          allowed,
          expect.stringContaining('Origin'),
        ]);
      }
    } finally {
      await listed.close();
    }
  });

  it('link to the address by which somebody came', async () => {
    const behindProxy = await startKitchen({ ANSWER_CACHE_MB: '8', TRUST_PROXY: '1' });
    try {
      const robots = async (headers: Record<string, string>) =>
        /Sitemap: (.*)/.exec((await behindProxy.guest.get('//robots.txt', headers)).text)?.[1];
      for (let times = 0; times < 2; times++) {
        expect(await robots({})).toBe(`${behindProxy.origin}/sitemap.xml`);
        for (const scheme of ['http', 'https']) {
          const through = { 'x-forwarded-proto': scheme, 'x-forwarded-host': 'kitchen.example' };
          expect(await robots(through)).toBe(`${scheme}://kitchen.example/sitemap.xml`);
        }
      }
    } finally {
      await behindProxy.close();
    }
  });

  it('are logged and measured like all others, and let their clients go when the doors close', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
    const settings = { METRICS_TOKEN: TOKEN, ANSWER_CACHE_MB: '8', LOG_LEVEL: 'info' };
    const watched = await startKitchen(settings, log);
    try {
      const ids = ['made', 'kept'];
      for (const id of ids) await watched.guest.get('/posts?limit=3', { 'x-request-id': id });
      const { text } = await watched.guest.get('//metrics', { authorization: `Bearer ${TOKEN}` });

      const [made, kept] = ids.map((id) => lines.find(({ requestId }) => requestId === id));
      expect(kept).toMatchObject({
        level: 'info',
        method: 'GET',
        route: '/api/v1/posts',
        status: 200,
        message: 'answered',
      });
      expect(Object.keys(kept!)).toEqual(Object.keys(made!));
      const count = 'http_request_duration_seconds_count{method="GET",route="/api/v1/posts",status="200"}';
      expect(text).toContain(`${count} 2\n`);
      expect(text).toContain('public_answers_total{from="memory"} 1\n');
      // Only that which asks is under way.
      expect(text).toContain('http_requests_in_flight 1\n');

      watched.nest.get(Readiness).isDraining = true;
      expect((await watched.guest.get('/posts?limit=3')).headers.get('connection')).toBe('close');
    } finally {
      await watched.close();
    }
  });
});
