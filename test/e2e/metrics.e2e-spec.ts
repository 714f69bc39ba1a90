import { MetricsServer } from '../../src/platform/metrics/metrics-server.js';
import { type Kitchen, startKitchen } from '../support/app.js';

const TOKEN = 'what-only-the-monitoring-system-knows-1';
const asMonitor = { authorization: `Bearer ${TOKEN}` };

/** The value of one series, or undefined when there is none. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe('metrics', () => {
  let kitchen: Kitchen;
  let readMetrics: () => Promise<string>;

  beforeAll(async () => {
    kitchen = await startKitchen({ METRICS_TOKEN: TOKEN, METRICS_PORT: '0', HOST: '127.0.0.1' });
    const { port } = kitchen.nest.get(MetricsServer);
    readMetrics = async () => (await fetch(`http://127.0.0.1:${port!}/metrics`)).text();
  });
  afterAll(() => kitchen.close());

  it('counts requests by the template of their route, never by what stands in the path', async () => {
    const { username } = await kitchen.member({ username: 'measured_one' });
    await kitchen.guest.get(`/users/${username}`);
    await kitchen.guest.get('/users/nobody_at_all');
    await kitchen.guest.get('/there/is/no/such/path');

    const text = await readMetrics();
    const series = (status: number) =>
      `http_request_duration_seconds_count{method="GET",route="/api/v1/users/:username",status="${status}"}`;

    expect([valueOf(text, series(200)), valueOf(text, series(404))]).toEqual([1, 1]);
    expect(valueOf(text, 'http_request_duration_seconds_count{method="GET",route="(none)",status="404"}')).toBe(1);
    expect(text).not.toContain('measured_one');
    expect(text).not.toContain('nobody_at_all');
  });

  it('shows the process, the pool, the queues, the sessions and the budget of the weather', async () => {
    const { api } = await kitchen.member();
    await api.get('/users/me');
    const text = await readMetrics();

    expect(valueOf(text, 'database_pool_connections{state="idle"}')).toBeGreaterThan(0);
    expect(valueOf(text, 'database_pool_waiting')).toBe(0);
    expect(valueOf(text, 'database_listener_up')).toBe(1);
    expect(valueOf(text, 'jobs{queue="mail",state="failed"}')).toBe(0);
    expect(valueOf(text, 'session_lookups_total{result="asked"}')).toBeGreaterThan(0);
    expect(valueOf(text, 'weather_calls_left{window="day"}')).toBe(9_000);
    expect(valueOf(text, 'weather_breaker_open{service="forecast"}')).toBe(0);
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'nodejs_gc_duration']) {
      expect(text).toContain(name);
    }
  });

  it('answers on the application’s port to whoever has the token, and to nobody else', async () => {
    const seen = await kitchen.guest.get('//metrics', asMonitor);
    expect(seen.status).toBe(200);
    expect(seen.headers.get('content-type')).toContain('text/plain');
    expect(seen.text).toContain('http_request_duration_seconds');

    const { api } = await kitchen.member({ role: 'admin' });
    const refused = [
      await kitchen.guest.get('//metrics'),
      await kitchen.guest.get('//metrics', { authorization: `Bearer ${TOKEN}x` }),
      await kitchen.guest.get('//metrics', { authorization: TOKEN }),
      await api.get('//metrics'),
    ];
    for (const { status, body, text } of refused) {
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'metrics.unauthenticated' });
      expect(text).not.toContain('http_request');
    }
  });

  it('leaves out what cannot be read and shows the rest', async () => {
    await kitchen.sql`alter table weather_budget rename to weather_budget_away`;
    try {
      const text = await readMetrics();
      expect(valueOf(text, 'weather_calls_left{window="day"}')).toBeUndefined();
      expect(valueOf(text, 'database_listener_up')).toBe(1);
    } finally {
      await kitchen.sql`alter table weather_budget_away rename to weather_budget`;
    }
  });

  it('is not there unless somebody set a port or a token', async () => {
    const plain = await startKitchen();
    try {
      const answer = await plain.guest.get('//metrics', asMonitor);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 404, code: 'http.not_found' });
      expect(plain.nest.get(MetricsServer).port).toBeUndefined();
    } finally {
      await plain.close();
    }
  });
});
