import { setTimeout as delay } from 'node:timers/promises';
import { AnswersRepository } from '../../src/modules/weather/answers/answers.repository.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { json, sampleAnswer, WeatherUpstream } from '../support/weather-upstream.js';

const [MINUTE, HOUR] = [60_000, 3_600_000];
/** Long enough for everybody to come together at a question that is still open. */
const SLOWLY_MILLIS = 150;

describe('the memory of the weather', () => {
  let upstream: WeatherUpstream;
  let kitchen: Kitchen;
  let replica: Kitchen;
  let place = 0;

  beforeAll(async () => {
    upstream = await WeatherUpstream.start();
    kitchen = await startKitchen(upstream.settings);
    replica = await startKitchen({ ...upstream.settings, DATABASE_URL: kitchen.databaseUrl });
  });
  beforeEach(() => {
    upstream.recover();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await replica.close();
    await kitchen.close();
    await upstream.close();
  });

  /** Somewhere that nobody has asked for yet. */
  const somewhereNew = () => `/weather?lat=${(++place / 10).toFixed(1)}&lon=7.5`;

  const answerSlowly = () => {
    upstream.behave(async (request, response) => {
      await delay(SLOWLY_MILLIS);
      sampleAnswer(request, response);
    });
  };
  const letTimePass = (millis: number) => {
    for (const { nest } of [kitchen, replica]) {
      jest.spyOn(nest.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + millis));
    }
  };
  const many = (count: number, of: Kitchen, path: string) =>
    Promise.all(Array.from({ length: count }, () => of.guest.get(path)));
  const statusesOf = (answers: { status: number }[]) => [...new Set(answers.map(({ status }) => status))];

  it('asks once for a city that 500 people ask for at the same time', async () => {
    answerSlowly();
    const looks = jest.spyOn(kitchen.nest.get(AnswersRepository), 'find');
    const answers = await many(500, kitchen, '/weather?city=Reykjavik');

    expect(statusesOf(answers)).toEqual([200]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect([upstream.countOf('/v1/search'), upstream.countOf('/v1/forecast')]).toEqual([1, 1]);
    // Nor does each of them go to the database: one look for the city, one for its weather.
    expect(looks).toHaveBeenCalledTimes(2);
  });

  it('asks once for all replicas together', async () => {
    answerSlowly();
    const path = somewhereNew();
    const answers = (await Promise.all([many(50, kitchen, path), many(50, replica, path)])).flat();

    expect(statusesOf(answers)).toEqual([200]);
    expect(new Set(answers.map(({ body }) => body.fetchedAt)).size).toBe(1);
    expect(upstream.countOf('/v1/forecast')).toBe(1);
  });

  it('lets one of all replicas ask, however close together they come', async () => {
    const claims = Array.from({ length: 40 }, (_, i) =>
      (i % 2 ? kitchen : replica).nest.get(AnswersRepository).claim('who asks?', new Date()),
    );

    expect((await Promise.all(claims)).filter((isOurs) => isOurs)).toHaveLength(1);
  });

  it('fails once for all replicas together, and does not ask again at once', async () => {
    upstream.behave(async (_, response) => {
      await delay(SLOWLY_MILLIS);
      json(response, { error: true, reason: 'No data' }, 400);
    });
    const path = somewhereNew();
    const answers = (await Promise.all([many(20, kitchen, path), many(20, replica, path)])).flat();

    expect(statusesOf(answers)).toEqual([503]);
    expect(upstream.countOf('/v1/forecast')).toBe(1);
  });

  it('takes over from a replica that died while it was asking', async () => {
    await kitchen.sql`
      insert into weather_answers (key, leased_until, expires_at)
      values (${`v1:${new URL(upstream.url).host} (Open-Meteo API):days:55.5,5.5`}, now() - interval '1 ms', now() + interval '1 hour')`;

    expect((await kitchen.guest.get('/weather?lat=55.5&lon=5.5')).status).toBe(200);
    const kept = await kitchen.sql`
      select key from weather_answers where key like '%:55.5,5.5' and answer is not null and leased_until is null`;
    expect(kept).toHaveLength(1);
  });

  it('serves neighbours within a kilometre, other units and other days from one answer', async () => {
    const first = await kitchen.guest.get('/weather?lat=48.2051&lon=16.3702');
    const next = await kitchen.guest.get('/weather?lat=48.2149&lon=16.3749&units=imperial&days=16');

    expect([first.body.place.lat, next.body.place.lat]).toEqual([48.2051, 48.2149]);
    expect(next.body.fetchedAt).toBe(first.body.fetchedAt);
    expect(upstream.countOf('/v1/forecast')).toBe(1);
  });

  it('keeps answers with and without hours apart', async () => {
    const path = somewhereNew();
    await kitchen.guest.get(path);
    expect((await kitchen.guest.get(`${path}&hourly=true`)).body.hourly).toHaveLength(168);
    expect((await kitchen.guest.get(path)).body).not.toHaveProperty('hourly');
    expect(upstream.countOf('/v1/forecast')).toBe(2);
  });

  it('is fresh for ten minutes, and says its age', async () => {
    const path = somewhereNew();
    const first = await kitchen.guest.get(path);
    letTimePass(9 * MINUTE);
    const second = await kitchen.guest.get(path);

    expect(second.body).toEqual(first.body);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(Number(second.headers.get('age'))).toBeGreaterThanOrEqual(540);
    expect(upstream.countOf('/v1/forecast')).toBe(1);

    letTimePass(11 * MINUTE);
    const third = await kitchen.guest.get(path);
    expect(third.body.stale).toBe(false);
    expect(third.body.fetchedAt).not.toBe(first.body.fetchedAt);
    expect(third.headers.get('age')).toBe('0');
    expect(upstream.countOf('/v1/forecast')).toBe(2);
  });

  it('is shared: a replica that never asked has it, too', async () => {
    const path = somewhereNew();
    const here = await kitchen.guest.get(path);
    const there = await replica.guest.get(path);

    expect(there.body).toEqual(here.body);
    expect(upstream.countOf('/v1/forecast')).toBe(1);
  });

  it('is given out when there is nothing newer, marked as old, for six hours and no longer', async () => {
    const path = somewhereNew();
    const fresh = await kitchen.guest.get(path);
    upstream.behave((_, response) => json(response, {}, 500));

    letTimePass(5 * HOUR + 59 * MINUTE);
    // The second of them never saw it, and finds it in the database.
    for (const { guest } of [kitchen, replica]) {
      const stale = await guest.get(path);
      expect({ status: stale.status, body: stale.body }).toEqual({ status: 200, body: { ...fresh.body, stale: true } });
      expect(Number(stale.headers.get('age'))).toBeGreaterThan(600);
      expect(stale.headers.get('cache-control')).toBe('public, max-age=600');
      expect(stale.headers.get('warning')).toBeNull();
      expect(stale.headers.get('etag')).not.toBe(fresh.headers.get('etag'));
    }

    letTimePass(6 * HOUR + MINUTE);
    expect((await kitchen.guest.get(path)).body).toMatchObject({ status: 503, code: 'weather.unavailable' });
    expect((await replica.guest.get(path)).status).toBe(503);
  });

  it('knows for a day where a city is, and long after that when it cannot ask', async () => {
    await kitchen.guest.get('/weather?city=Kathmandu');
    letTimePass(23 * HOUR);
    await kitchen.guest.get('/weather?city=kathmandu');
    expect(upstream.countOf('/v1/search')).toBe(1);

    letTimePass(40 * HOUR);
    upstream.behave((request, response) =>
      request.url?.startsWith('/v1/search') ? json(response, {}, 500) : sampleAnswer(request, response),
    );
    const { status, body } = await kitchen.guest.get('/weather?city=Kathmandu');
    expect({ status, stale: body.stale }).toEqual({ status: 200, stale: false });
    expect(upstream.countOf('/v1/search')).toBe(2);
  });

  it('forgets what is too old to be given out', async () => {
    const path = somewhereNew();
    await kitchen.guest.get(path);
    await kitchen.sql`update weather_answers set expires_at = now() - interval '1 second' where answer is not null`;

    expect(await kitchen.nest.get(AnswersRepository).deleteExpired()).toBeGreaterThan(0);
    expect(await kitchen.sql`select key from weather_answers where answer is not null`).toEqual([]);
  });
});
