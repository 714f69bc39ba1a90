import { answerSample, startSampleServer } from './server.js';

const NOW = new Date('2026-11-23T09:20:00.000Z');
const ask = (path: string) => answerSample(new URL(path, 'http://sample'), NOW);
const MOMENT = 'temperature_2m,weather_code,is_day';

describe('the sample of Open-Meteo', () => {
  it('answers a forecast in the API’s form, in local time', () => {
    const { status, body } = ask(
      `/v1/forecast?latitude=19.07&longitude=72.88&timezone=auto&forecast_days=2&current=${MOMENT}&hourly=${MOMENT}&daily=temperature_2m_max,sunrise`,
    );

    expect(status).toBe(200);
    expect(body).toMatchObject({
      utc_offset_seconds: 19_800,
      timezone: 'Asia/Kolkata',
      current: { time: '2026-11-23T14:45', interval: 900, temperature_2m: expect.any(Number), is_day: 1 },
      hourly: { time: expect.arrayContaining(['2026-11-23T00:00', '2026-11-24T23:00']) },
      daily: {
        time: ['2026-11-23', '2026-11-24'],
        sunrise: [expect.stringMatching(/^2026-11-23T0[67]:/), expect.any(String)],
      },
      daily_units: { time: 'iso8601', temperature_2m_max: '°C', sunrise: 'iso8601' },
    });
    expect(body).not.toHaveProperty('current.wind_speed_10m');
  });

  it('knows polar night and polar day as the API does', () => {
    const { body } = ask('/v1/forecast?latitude=78.2&longitude=15.6&forecast_days=1&daily=sunrise,sunset');
    expect(body).toMatchObject({ daily: { sunrise: ['2026-11-23T00:00'], sunset: ['2026-11-23T00:00'] } });

    const south = ask('/v1/forecast?latitude=-78.2&longitude=15.6&forecast_days=1&daily=sunrise,sunset');
    expect(south.body).toMatchObject({ daily: { sunrise: ['2026-11-23T00:00'], sunset: ['2026-11-24T00:00'] } });
  });

  it.each([
    ['/v1/forecast?latitude=91&longitude=0', /Latitude must be in range/],
    ['/v1/forecast?longitude=0', /Latitude must be in range/],
    ['/v1/forecast?latitude=0&longitude=0&forecast_days=17', /Forecast days is invalid/],
    ['/v1/forecast?latitude=0&longitude=0&hourly=tempeture_2m', /invalid String value tempeture_2m for key hourly/],
  ])('refuses %s in the API’s form', (path, reason) => {
    expect(ask(path)).toEqual({ status: 400, body: { error: true, reason: expect.stringMatching(reason) } });
  });

  it('finds places by the beginning of a name in any script, and none by one letter', () => {
    const names = (path: string) =>
      (ask(path).body as { results?: { name: string }[] }).results?.map(({ name }) => name);

    expect(names('/v1/search?name=%E6%9D%B1%E4%BA%AC')).toEqual(['Tokyo']);
    expect(names('/v1/search?name=m%C3%BCnchen')).toEqual(['Munich', 'München']);
    expect(names('/v1/search?name=spring&count=2')).toEqual(['Springfield', 'Springfield']);
    expect(names('/v1/search?name=B')).toBeUndefined();
    expect(names('/v1/search?name=Atlantis')).toBeUndefined();
  });

  it('listens on loopback', async () => {
    const { url, close } = await startSampleServer(0);
    const answer = await fetch(`${url}/v1/search?name=Paris`);
    const missing = await fetch(`${url}/v2`);
    close();

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toMatchObject({ results: [{ name: 'Paris' }, { name: 'Paris' }, { name: 'Paris' }] });
    expect(missing.status).toBe(404);
  });
});
