import { WeatherUpstream } from '../../../../../test/support/weather-upstream.js';
import { configure, readSettings } from '../../../../platform/config/load-config.js';
import { createLog } from '../../../../platform/logging/log.js';
import { OpenMeteoSource } from './open-meteo.source.js';

const signal = () => AbortSignal.timeout(2_000);

describe('Open-Meteo', () => {
  let upstream: WeatherUpstream;

  beforeAll(async () => {
    upstream = await WeatherUpstream.start();
  });
  afterAll(() => upstream.close());

  const sourceWith = async (environment: Record<string, string>) => {
    const settings = readSettings({ JWT_SECRET: 'nothing-is-signed-here-but-it-must-be-long', ...environment });
    return new OpenMeteoSource(await configure(settings, 'postgres://unused'), createLog('silent'));
  };

  it.each(['', '/', '/v1', '/v1/', 'whole'])(
    'is asked by its documented parameters, its address given with "%s"',
    async (ending) => {
      upstream.recover();
      const [api, geocoding] = ending === 'whole' ? ['/v1/forecast', '/v1/search'] : [ending, ending];
      const source = await sourceWith({
        WEATHER_API_URL: upstream.url + api,
        WEATHER_GEOCODING_URL: upstream.url + geocoding,
      });
      await source.forecast({ lat: 52.52, lon: 13.41 }, false).make(signal());
      await source.findPlaces('Zürich & Co').make(signal());
      await source.onApplicationShutdown();

      const [forecast, search] = upstream.requests;
      expect(forecast?.pathname).toBe('/v1/forecast');
      expect(Object.fromEntries(forecast?.searchParams ?? [])).toEqual({
        latitude: '52.52',
        longitude: '13.41',
        timezone: 'auto',
        forecast_days: '16',
        current:
          'temperature_2m,apparent_temperature,relative_humidity_2m,wind_speed_10m,wind_direction_10m,precipitation,weather_code,is_day',
        daily: 'temperature_2m_min,temperature_2m_max,precipitation_sum,weather_code,sunrise,sunset',
      });
      expect(search?.pathname).toBe('/v1/search');
      expect(Object.fromEntries(search?.searchParams ?? [])).toEqual({
        name: 'Zürich & Co',
        count: '100',
        language: 'en',
        format: 'json',
      });
    },
  );

  it('gets the key of a commercial plan along, if there is one', async () => {
    upstream.recover();
    const source = await sourceWith({ WEATHER_API_URL: upstream.url, WEATHER_API_KEY: 'k3y' });
    await source.forecast({ lat: 1, lon: 2 }, true).make(signal());
    await source.onApplicationShutdown();

    expect(upstream.requests[0]?.searchParams.get('apikey')).toBe('k3y');
    expect(upstream.requests[0]?.searchParams.get('hourly')).toContain('temperature_2m');
  });

  it('counts calls as the pricing page says', async () => {
    const source = await sourceWith({});

    expect(source.findPlaces('Berlin').cost).toBe(1);
    // 14 variables, or 22 with hours, of which 10 count one; 16 days, of which 14 count one.
    expect(source.forecast({ lat: 1, lon: 2 }, false).cost).toBe(1.6);
    expect(source.forecast({ lat: 1, lon: 2 }, true).cost).toBe(2.6);
  });

  it.each([
    ['https://api.open-meteo.com', 'Open-Meteo'],
    ['https://customer-api.open-meteo.com/v1', 'Open-Meteo'],
    ['http://127.0.0.1:3060', '127.0.0.1:3060 (Open-Meteo API)'],
    ['https://not-open-meteo.com', 'not-open-meteo.com (Open-Meteo API)'],
  ])('at %s is named %s', async (url, name) => {
    expect((await sourceWith({ WEATHER_API_URL: url })).attribution.name).toBe(name);
  });
});
