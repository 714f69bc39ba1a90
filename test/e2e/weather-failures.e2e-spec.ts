import { Clock } from '../../src/platform/clock/clock.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { json, sampleAnswer, sampleBut, WeatherUpstream } from '../support/weather-upstream.js';

const ELEVEN_MINUTES = 660_000;
const HUNDRED_MEGABYTES = 100 * 1024 * 1024;

type Behaviour = Parameters<WeatherUpstream['behave']>[0];

describe('when the weather service fails', () => {
  let upstream: WeatherUpstream;
  let elsewhere: WeatherUpstream;
  let kitchen: Kitchen;
  let place = 0;

  beforeAll(async () => {
    [upstream, elsewhere] = [await WeatherUpstream.start(), await WeatherUpstream.start()];
    kitchen = await startKitchen(upstream.settings);
  });
  beforeEach(async () => {
    upstream.recover();
    // A success ends the breaker's count of failures.
    expect((await kitchen.guest.get(somewhereNew())).status).toBe(200);
    upstream.recover();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await kitchen.close();
    await Promise.all([upstream.close(), elsewhere.close()]);
  });

  const somewhereNew = () => `/weather?lat=${(++place / 10).toFixed(1)}&lon=-7.5`;
  const letTimePass = (millis: number) =>
    jest.spyOn(kitchen.nest.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + millis));

  /** Nobody holds anything any more: no request is open at the service, and none of ours waits for it. */
  const nothingIsLeftOpen = () => upstream.until(0);

  const failures: [name: string, says: RegExp, behave: Behaviour][] = [
    ['never answers', /did not answer in time/, () => undefined],
    [
      'sends the beginning and then nothing',
      /did not answer in time/,
      (_, response) => response.writeHead(200).write('{"latitude":'),
    ],
    [
      'drips a byte now and then',
      /did not answer in time/,
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 20);
        response.once('close', () => {
          clearInterval(drip);
        });
      },
    ],
    ['hangs up', /could not be reached/, (request) => request.socket.destroy()],
    [
      'hangs up in the middle',
      /could not be reached/,
      (request, response) =>
        response.writeHead(200, { 'content-length': 1000 }).write('{', () => request.socket.destroy()),
    ],
    ['speaks no HTTP', /could not be reached/, (request) => request.socket.end('220 ready\r\n')],
    ['answers 500', /answered with an error/, (_, response) => json(response, { error: true, reason: 'Oops' }, 500)],
    ['answers 503 in HTML', /answered with an error/, (_, response) => response.writeHead(503).end('<h1>Away</h1>')],
    ['answers with HTML', /not JSON/, (_, response) => response.end('<!doctype html><title>Welcome</title>')],
    ['answers with nothing', /not JSON/, (_, response) => response.writeHead(204).end()],
    [
      'answers NaN',
      /not JSON/,
      (_, response) => response.end('{"utc_offset_seconds":0,"current":{"temperature_2m":NaN}}'),
    ],
    ['answers 400', /no answer to this question/, (_, response) => json(response, { error: true, reason: 'No' }, 400)],
    ['answers null', /missing or impossible/, (_, response) => json(response, null)],
    ['leaves the current weather out', /missing or impossible/, sampleBut((answer) => delete answer.current)],
    ['knows no temperature', /missing or impossible/, sampleBut((answer) => (answer.current.temperature_2m = null))],
    [
      'has a gap in the forecast',
      /missing or impossible/,
      sampleBut((answer) => (answer.daily.temperature_2m_max[1] = null)),
    ],
  ];

  describe.each(failures)('so that it %s', (_, says, behaviour) => {
    it('says so where nothing is known', async () => {
      upstream.behave(behaviour);
      const { status, headers, body } = await kitchen.guest.get(somewhereNew());

      expect(body).toMatchObject({ status: 503, code: 'weather.unavailable', detail: expect.stringMatching(says) });
      expect(status).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(JSON.stringify(body)).not.toContain(new URL(upstream.url).host);
      expect(upstream.countOf('/v1/forecast')).toBe(1);
      await nothingIsLeftOpen();
    });

    it('gives out what was known before', async () => {
      const path = somewhereNew();
      const known = await kitchen.guest.get(path);
      letTimePass(ELEVEN_MINUTES);
      upstream.behave(behaviour);
      const { status, body } = await kitchen.guest.get(path);

      expect({ status, body }).toEqual({ status: 200, body: { ...known.body, stale: true } });
      await nothingIsLeftOpen();
    });
  });

  it('lets go of a service that never answers, and of its connections', async () => {
    upstream.behave(() => undefined);
    const answers = await Promise.all(Array.from({ length: 4 }, () => kitchen.guest.get(somewhereNew())));

    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    await upstream.until(0);
    expect(upstream.aborted).toBe(4);
  });

  it('reads no more than a piece of 100 MB', async () => {
    let sent = 0;
    upstream.behave((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': HUNDRED_MEGABYTES });
      const chunk = Buffer.alloc(64 * 1024, ' ');
      const send = () => {
        while (!response.destroyed && sent < HUNDRED_MEGABYTES) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', send);
        }
      };
      send();
    });
    const { body } = await kitchen.guest.get(somewhereNew());

    expect(body).toMatchObject({
      code: 'weather.unavailable',
      detail: expect.stringMatching(/far more than a forecast/),
    });
    await nothingIsLeftOpen();
    expect(sent).toBeLessThan(HUNDRED_MEGABYTES / 4);
  });

  it('follows no redirect to another host', async () => {
    upstream.behave((request, response) =>
      response.writeHead(302, { location: `${elsewhere.url}${request.url}` }).end(),
    );
    const { body } = await kitchen.guest.get(somewhereNew());

    expect(body).toMatchObject({ code: 'weather.unavailable', detail: expect.stringMatching(/redirect/) });
    expect(elsewhere.requests).toEqual([]);
    await nothingIsLeftOpen();
  });

  it('is found out just as well while it looks for a city', async () => {
    upstream.behave((_, response) => json(response, { results: [{ name: 'Berlin', latitude: 'north' }] }));
    const answers = [
      await kitchen.guest.get('/weather?city=Sydney'),
      await kitchen.guest.get('/weather/places?q=Sydney,%20Australia'),
    ];

    for (const { body } of answers) expect(body).toMatchObject({ status: 503, code: 'weather.unavailable' });
    expect(upstream.requests.map(({ pathname }) => pathname)).toEqual(['/v1/search']);
  });

  it('goes on without the last days where the models end before', async () => {
    upstream.behave(
      sampleBut(({ daily }) => {
        for (const name of ['temperature_2m_min', 'temperature_2m_max', 'weather_code']) daily[name][15] = null;
      }),
    );
    const { status, body } = await kitchen.guest.get(`${somewhereNew()}&days=16`);

    expect({ status, days: body.daily.length }).toEqual({ status: 200, days: 15 });
  });
});

describe('when the weather service is slow', () => {
  it('has an answer in time, although looking for the city has used most of it up', async () => {
    const upstream = await WeatherUpstream.start();
    const kitchen = await startKitchen({ ...upstream.settings, WEATHER_TIMEOUT_MS: '1500' });
    upstream.behave((request, response) => {
      if (request.url?.startsWith('/v1/search')) setTimeout(sampleAnswer, 1_000, request, response);
    });
    const { body } = await kitchen.guest.get('/weather?city=Berlin');

    expect(body).toMatchObject({ status: 503, code: 'weather.unavailable' });
    // The answer did not wait for the second call's own end.
    expect([upstream.countOf('/v1/forecast'), upstream.open, upstream.aborted]).toEqual([1, 1, 0]);
    await upstream.until(0);
    await kitchen.close();
    await upstream.close();
  });
});

describe('when the weather service is not there at all', () => {
  let kitchen: Kitchen;

  beforeAll(async () => {
    const gone = await WeatherUpstream.start();
    await gone.close();
    kitchen = await startKitchen({
      WEATHER_API_URL: gone.url,
      // Reserved never to exist (RFC 6761 §6.4).
      WEATHER_GEOCODING_URL: 'http://weather.invalid',
      WEATHER_TIMEOUT_MS: '400',
    });
  });
  afterAll(() => kitchen.close());

  it('says so when the connection is refused', async () => {
    expect((await kitchen.guest.get('/weather?lat=1&lon=1')).body).toMatchObject({
      status: 503,
      code: 'weather.unavailable',
      detail: expect.stringMatching(/could not be reached/),
    });
  });

  it('says so when its name does not resolve', async () => {
    const { status, headers, body } = await kitchen.guest.get('/weather?city=Berlin');

    expect({ status, code: body.code }).toEqual({ status: 503, code: 'weather.unavailable' });
    expect(headers.get('retry-after')).toBe('1');
  });
});
