import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type KitchenProcess, killAll, startProcess } from '../support/process.js';
import { type SeenSpan, startTraceCollector, type TraceCollector } from '../support/trace-collector.js';
import { sampleAnswer, WeatherUpstream } from '../support/weather-upstream.js';

const SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';
const [TRACE, CALLER] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
const UNWANTED = '5bf92f3577b34da6a3ce929d0e0e4737';
const [SERVER, CLIENT, CONSUMER] = [2, 3, 5];

const linesOf = (output: string) =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('tracing', () => {
  let database: TestDatabase;
  let collector: TraceCollector;
  let weather: WeatherUpstream;
  let environment: Record<string, string>;

  beforeAll(async () => {
    [database, weather] = await Promise.all([createTestDatabase(), WeatherUpstream.start()]);
  });
  /** To be called before what it is to hear is started. */
  async function collect(): Promise<void> {
    collector = await startTraceCollector();
    environment = {
      ...weather.settings,
      WEATHER_TIMEOUT_MS: '1500',
      DATABASE_URL: database.url,
      JWT_SECRET: SECRET,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
  }
  afterAll(async () => {
    killAll();
    await weather.close();
    await database.drop();
  });

  describe('of one process that is asked for this and that', () => {
    const account = { username: 'traced', email: 'traced@example.com', password: 'a walk in the park 42' };
    const heard: unknown[] = [];
    let kitchen: KitchenProcess;
    let secrets: string[];

    beforeAll(async () => {
      await collect();
      weather.behave((request, response) => {
        heard.push(request.headers['traceparent']);
        sampleAnswer(request, response);
      });
      kitchen = await startProcess({
        ...environment,
        OTEL_SERVICE_NAME: 'kitchen-under-test',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      });
      const { guest } = kitchen;
      const caller = { traceparent: `00-${TRACE}-${CALLER}-01` };
      expect((await guest.get('/weather?lat=52.52&lon=13.41', caller)).status).toBe(200);
      await guest.get('/posts', { traceparent: `00-${UNWANTED}-${CALLER}-00` });
      await guest.get('//health/ready');
      const { status, body } = await guest.post('/auth/register', account);
      expect(status).toBe(201);
      await guest.get('/posts?q=needleword');
      await guest.get('/todos/calendar/calendarsecretcalendarsecret.ics');
      await guest.get('/nowhere/pathsecret');
      await guest.get('/weather?city=Cityname');
      await guest.post('/auth/login', { login: 'unseen@example.com', password: 'guessedpassword' });
      secrets = [
        ...[account.email, account.username, account.password, body.accessToken, body.refreshToken, body.user.id],
        ...['needleword', 'calendarsecret', 'pathsecret', 'Cityname', 'unseen@example.com', 'guessedpassword'],
      ];
      do await guest.get('/users/nobody-at-all');
      while (!collector.spans().some(({ kind }) => kind === CONSUMER));
      expect(await kitchen.end()).toEqual({ code: 0, signal: null });
    }, 30_000);
    afterAll(() => collector.close());

    it('continues the caller’s trace through statements and calls to other services, and names it in the log', () => {
      const spans = collector.spans().filter(({ traceId }) => traceId === TRACE);
      const request = spans.find(({ kind }) => kind === SERVER)!;
      expect(request).toMatchObject({ name: 'GET /api/v1/weather', parentSpanId: CALLER });
      expect(request.attributes).toMatchObject({
        'http.request.method': 'GET',
        'http.route': '/api/v1/weather',
        'http.response.status_code': 200,
      });
      const statement = spans.find(({ attributes }) => attributes['db.system.name'] === 'postgresql')!;
      expect(statement).toMatchObject({ kind: CLIENT, attributes: { 'db.query.text': expect.stringContaining('$1') } });
      const call = spans.find(({ attributes }) => attributes['server.address'] === '127.0.0.1')!;
      expect(call).toMatchObject({ kind: CLIENT, attributes: { 'http.response.status_code': 200 } });
      expect(heard).toContain(`00-${TRACE}-${call.spanId}-01`);
      expect(isUnder(request, statement, spans) && isUnder(request, call, spans)).toBe(true);

      const answered = linesOf(kitchen.output()).find(({ trace_id: trace }) => trace === TRACE);
      expect(answered).toMatchObject({ route: '/api/v1/weather', span_id: request.spanId });
      expect(collector.service()).toMatchObject({
        'service.name': 'kitchen-under-test',
        'deployment.environment.name': 'test',
      });
    });

    it('makes a trace of each other request and of each job, and none of health checks', () => {
      const spans = collector.spans();
      const roots = spans.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name);
      expect(roots).toEqual(expect.arrayContaining(['POST /api/v1/auth/register', 'GET /api/v1/users/:username']));
      expect(roots).toContainEqual(expect.stringMatching(/^job /));
      expect(spans.filter(({ name }) => name.includes('health'))).toEqual([]);
      const registering = spans.find(({ name }) => name === 'POST /api/v1/auth/register')!;
      const within = spans.filter(({ traceId }) => traceId === registering.traceId).map(({ name }) => name);
      expect(within).toEqual(expect.arrayContaining(['insert users', 'commit']));
    });

    it('follows a caller who does not want to be traced', () => {
      expect(collector.spans().filter(({ traceId }) => traceId === UNWANTED)).toEqual([]);
      expect(linesOf(kitchen.output()).filter(({ route }) => route === '/api/v1/posts')).toHaveLength(2);
    });

    it('tells no secrets, values or search words', () => {
      const sent = collector.bodies.map((each) => each.body.toString()).join('');
      expect(sent).toContain('POST /api/v1/auth/login');
      for (const secret of secrets) expect(sent).not.toContain(secret);
    });
  });

  describe('by its settings', () => {
    beforeEach(collect);
    afterEach(() => collector.close());

    it('sends protobuf when nothing else is said, with the headers that it was given', async () => {
      const { OTEL_EXPORTER_OTLP_PROTOCOL: _, ...rest } = environment;
      const kitchen = await startProcess({ ...rest, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=let%20me%20in' });
      await kitchen.guest.get('/posts');
      await kitchen.end();

      const [first] = collector.bodies;
      expect(first!.path).toBe('/v1/traces');
      expect(first!.headers).toMatchObject({ 'content-type': 'application/x-protobuf', 'x-key': 'let me in' });
      expect(first!.body.includes('GET /api/v1/posts')).toBe(true);
      expect(kitchen.output()).not.toContain('let me in');
    });

    it.each([
      ['it is disabled', { OTEL_SDK_DISABLED: 'true' }],
      ['the sampler takes nothing', { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }],
    ])('sends nothing when %s', async (_when, settings) => {
      const kitchen = await startProcess({ ...environment, ...settings });
      await kitchen.guest.get('/posts', { traceparent: `00-${TRACE}-${CALLER}-01` });
      await kitchen.end();

      expect(collector.bodies).toEqual([]);
    });

    it('is no matter to anybody when the collector is away', async () => {
      const kitchen = await startProcess({ ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
      expect((await kitchen.guest.get('/posts')).status).toBe(200);
      expect(await kitchen.end()).toEqual({ code: 0, signal: null });
      expect(linesOf(kitchen.output()).filter(({ level }) => level === 'error')).toEqual([]);
    });
  });
});

function isUnder(root: SeenSpan, span: SeenSpan, spans: SeenSpan[]): boolean {
  if (span.parentSpanId === root.spanId) return true;
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent !== undefined && isUnder(root, parent, spans);
}
