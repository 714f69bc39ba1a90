import { Clock } from '../../src/platform/clock/clock.js';
import { type Kitchen, startKitchen } from '../support/app.js';
import { json, sampleAnswer, WeatherUpstream } from '../support/weather-upstream.js';

const MINUTE = 60_000;

let upstream: WeatherUpstream;
let place = 0;

/** Somewhere that nobody has asked for yet. */
const somewhereNew = () => `/weather?lat=${(++place / 10).toFixed(1)}&lon=77.5`;

const replicasOf = async (settings: Record<string, string> = {}): Promise<[Kitchen, Kitchen]> => {
  const first = await startKitchen({ ...upstream.settings, ...settings });
  const second = await startKitchen({ ...upstream.settings, ...settings, DATABASE_URL: first.databaseUrl });
  return [first, second];
};
const letTimePass = (millis: number, kitchens: Kitchen[]) => {
  for (const { nest } of kitchens) {
    jest.spyOn(nest.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + millis));
  }
};
const retryAfter = ({ headers }: { headers: Headers }) => Number(headers.get('retry-after'));

beforeAll(async () => {
  upstream = await WeatherUpstream.start();
});
beforeEach(() => {
  upstream.recover();
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => upstream.close());

describe('a weather service that is down', () => {
  let kitchen: Kitchen;

  beforeEach(async () => {
    kitchen = await startKitchen(upstream.settings);
  });
  afterEach(() => kitchen.close());

  const ask = () => kitchen.guest.get(somewhereNew());
  const failFiveTimes = async () => {
    upstream.behave((_, response) => json(response, {}, 500));
    for (let i = 0; i < 5; i++) expect((await ask()).status).toBe(503);
    expect(upstream.countOf('/v1/forecast')).toBe(5);
  };

  it('is left alone for ten seconds after five failures in a row', async () => {
    await failFiveTimes();
    const refused = await ask();

    expect(refused.body).toMatchObject({ code: 'weather.unavailable', detail: expect.stringMatching(/left alone/) });
    expect(retryAfter(refused)).toBeGreaterThan(1);
    expect(retryAfter(refused)).toBeLessThanOrEqual(10);
    expect(upstream.countOf('/v1/forecast')).toBe(5);
    expect(
      await kitchen.sql`select key from weather_answers where key like ${'%:' + String(place / 10) + ',%'}`,
    ).toEqual([]);
  });

  it('is tried once after that, and left alone again when it still fails', async () => {
    await failFiveTimes();
    letTimePass(10_001, [kitchen]);
    await Promise.all(Array.from({ length: 10 }, ask));
    expect(upstream.countOf('/v1/forecast')).toBe(6);

    await ask();
    expect(upstream.countOf('/v1/forecast')).toBe(6);
  });

  it('is asked as before as soon as it has answered again', async () => {
    await failFiveTimes();
    letTimePass(10_001, [kitchen]);
    upstream.behave(sampleAnswer);

    for (let i = 0; i < 3; i++) expect((await ask()).status).toBe(200);
  });

  it('does not stop the other service, which looks for places', async () => {
    await failFiveTimes();
    upstream.behave(sampleAnswer);

    expect((await kitchen.guest.get('/weather/places?q=Berlin')).status).toBe(200);
    expect((await ask()).status).toBe(503);
  });

  it('does not keep the other routes waiting', async () => {
    upstream.behave(() => undefined);
    const weather = Array.from({ length: 16 }, ask);
    await upstream.until(16);

    expect((await kitchen.guest.get('/users/nobody')).status).toBe(404);
    expect(upstream.open).toBe(16);
    expect((await Promise.all(weather)).map(({ status }) => status)).toEqual(Array(16).fill(503));
    await upstream.until(0);
  });
});

describe('a weather service that asks for a pause', () => {
  let kitchens: [Kitchen, Kitchen];

  beforeAll(async () => {
    kitchens = await replicasOf();
  });
  afterAll(async () => {
    await kitchens[1].close();
    await kitchens[0].close();
  });

  it('is left alone by all replicas for as long as it said', async () => {
    const [kitchen, replica] = kitchens;
    const known = somewhereNew();
    await kitchen.guest.get(known);
    upstream.behave((_, response) => {
      response.setHeader('retry-after', '7');
      json(response, { error: true, reason: 'Minutely API request limit exceeded.' }, 429);
    });

    const told = await kitchen.guest.get(somewhereNew());
    expect(told.body).toMatchObject({ status: 503, code: 'weather.unavailable' });
    expect(retryAfter(told)).toBe(7);

    upstream.recover();
    const elsewhere = await replica.guest.get(somewhereNew());
    expect(elsewhere.status).toBe(503);
    expect(retryAfter(elsewhere)).toBeGreaterThan(1);
    expect(retryAfter(elsewhere)).toBeLessThanOrEqual(7);
    letTimePass(11 * MINUTE, kitchens);
    expect((await replica.guest.get(known)).body.stale).toBe(true);
    expect(upstream.requests).toEqual([]);

    await kitchen.sql`update weather_budget set paused_until = now()`;
    expect((await replica.guest.get(somewhereNew())).status).toBe(200);
  });
});

describe('the budget of calls', () => {
  let kitchens: [Kitchen, Kitchen];

  beforeEach(async () => {
    kitchens = await replicasOf({ WEATHER_CALLS_PER_DAY: '5' });
  });
  afterEach(async () => {
    await kitchens[1].close();
    await kitchens[0].close();
  });

  it('is kept by all replicas together, however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => kitchens[i % 2]!.guest.get(somewhereNew())));

    // 14 variables for 16 days count 1.6 calls, so the fourth begins with 4.8 of 5 spent.
    expect(upstream.countOf('/v1/forecast')).toBe(4);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(16);
    for (const { body } of refused) {
      expect(body).toMatchObject({ code: 'weather.unavailable', detail: expect.stringMatching(/used up/) });
    }
  });

  it('begins anew with the minute, the hour and the day', async () => {
    const [kitchen] = kitchens;
    for (const [column, seconds] of [
      ['minute', 60],
      ['hour', 3_600],
      ['day', 86_400],
    ] as const) {
      expect((await kitchen.guest.get(somewhereNew())).status).toBe(200);
      await kitchen.sql`
        update weather_budget set minute_spent = case when ${column} = 'minute' then 500 else 0 end,
          hour_spent = case when ${column} = 'hour' then 4500 else 0 end, day_spent = case when ${column} = 'day' then 5 else 0 end`;
      const refused = await kitchen.guest.get(somewhereNew());
      expect(refused.status).toBe(503);
      expect(retryAfter(refused)).toBeGreaterThanOrEqual(1);
      expect(retryAfter(refused)).toBeLessThanOrEqual(seconds);

      await kitchen.sql`
        update weather_budget set minute = minute - interval '1 minute', hour = hour - interval '1 hour', day = day - interval '1 day'`;
    }
    expect((await kitchen.guest.get(somewhereNew())).status).toBe(200);
    const [row] = await kitchen.sql`select minute_spent, hour_spent, day_spent from weather_budget`;
    expect(row).toEqual({ minute_spent: '1.6', hour_spent: '1.6', day_spent: '1.6' });
  });

  it('when it is used up, leaves what was known before', async () => {
    const [kitchen] = kitchens;
    const known = somewhereNew();
    await kitchen.guest.get(known);
    await kitchen.sql`update weather_budget set day_spent = 5`;
    letTimePass(11 * MINUTE, kitchens);

    expect((await kitchen.guest.get(known)).body.stale).toBe(true);
    expect(upstream.countOf('/v1/forecast')).toBe(1);
  });

  it('counts calls that fail, too', async () => {
    const [kitchen] = kitchens;
    upstream.behave((_, response) => json(response, {}, 500));
    await kitchen.guest.get(somewhereNew());

    expect(await kitchen.sql`select day_spent from weather_budget`).toEqual([{ day_spent: '1.6' }]);
  });
});
