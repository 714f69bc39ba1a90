import { UpstreamFailure } from '../upstream-failure.js';
import { readForecast } from './forecast.js';

/** An answer as the API gave it for Mumbai, shortened to two days and two hours. */
const answer = () => ({
  latitude: 19.125,
  longitude: 72.875,
  generationtime_ms: 0.2,
  utc_offset_seconds: 19_800,
  timezone: 'Asia/Kolkata',
  timezone_abbreviation: 'GMT+5:30',
  elevation: 8,
  current_units: { time: 'iso8601', interval: 'seconds', temperature_2m: '°C' },
  current: {
    time: '2026-11-23T14:45',
    interval: 900,
    temperature_2m: 31.2,
    apparent_temperature: 34,
    relative_humidity_2m: 52,
    wind_speed_10m: 11.5,
    wind_direction_10m: 312,
    precipitation: 0.0,
    weather_code: 1,
    is_day: 1,
  },
  daily: {
    time: ['2026-11-23', '2026-11-24'],
    temperature_2m_min: [22.1, 21.9],
    temperature_2m_max: [33.0, 33.4],
    precipitation_sum: [0, 0.2],
    weather_code: [2, 51],
    sunrise: ['2026-11-23T06:50', '2026-11-24T06:51'],
    sunset: ['2026-11-23T17:59', '2026-11-24T17:59'],
  },
  hourly: {
    time: ['2026-11-23T00:00', '2026-11-23T01:00'],
    temperature_2m: [23.5, 23.1],
    apparent_temperature: [25, 24.6],
    relative_humidity_2m: [70, 72],
    wind_speed_10m: [4, 3.6],
    wind_direction_10m: [0, 360],
    precipitation: [0, 0],
    weather_code: [0, 0],
    is_day: [0, 0],
  },
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test breaks may have any form afterwards
type Breakable = any;

/** The answer, changed. */
const but = (change: (changed: Breakable) => unknown): unknown => {
  const changed = answer();
  change(changed);
  return changed;
};

describe('a forecast of Open-Meteo', () => {
  it('is read with its local times as instants', () => {
    expect(readForecast(answer(), true)).toEqual({
      timezone: 'Asia/Kolkata',
      current: {
        time: '2026-11-23T09:15:00.000Z',
        temperature: 31.2,
        feelsLike: 34,
        humidity: 52,
        windSpeed: 11.5,
        windDirection: 312,
        precipitation: 0,
        code: 1,
        isDay: true,
      },
      daily: [
        {
          date: '2026-11-23',
          min: 22.1,
          max: 33,
          precipitation: 0,
          code: 2,
          sunrise: '2026-11-23T01:20:00.000Z',
          sunset: '2026-11-23T12:29:00.000Z',
        },
        expect.objectContaining({ date: '2026-11-24', precipitation: 0.2 }),
      ],
      hourly: [
        expect.objectContaining({ time: '2026-11-22T18:30:00.000Z', temperature: 23.5, isDay: false }),
        expect.objectContaining({ time: '2026-11-22T19:30:00.000Z', windDirection: 360 }),
      ],
    });
  });

  it('has no hours where none were asked for', () => {
    expect(
      readForecast(
        but((changed) => delete changed.hourly),
        false,
      ).hourly,
    ).toBeNull();
  });

  it.each<[string, (changed: Breakable) => unknown]>([
    ['answer.utc_offset_seconds', (changed) => delete changed.utc_offset_seconds],
    ['answer.utc_offset_seconds', (changed) => (changed.utc_offset_seconds = 1e9)],
    ['answer.timezone', (changed) => (changed.timezone = '')],
    ['answer.current', (changed) => (changed.current = [])],
    ['answer.current.time', (changed) => (changed.current.time = 1_763_888_400)],
    ['answer.current.time', (changed) => (changed.current.time = '2026-13-23T14:45')],
    ['answer.current.temperature_2m', (changed) => (changed.current.temperature_2m = '31.2')],
    ['answer.current.temperature_2m', (changed) => (changed.current.temperature_2m = null)],
    ['answer.current.wind_direction_10m', (changed) => (changed.current.wind_direction_10m = 361)],
    ['answer.current.precipitation', (changed) => (changed.current.precipitation = -1)],
    ['answer.current.weather_code', (changed) => (changed.current.weather_code = 100)],
    ['answer.current.weather_code', (changed) => (changed.current.weather_code = 1.5)],
    ['answer.current.is_day', (changed) => (changed.current.is_day = true)],
    ['answer.daily', (changed) => delete changed.daily],
    ['answer.daily', (changed) => (changed.daily.weather_code = [null, null])],
    ['answer.daily.sunset', (changed) => delete changed.daily.sunset],
    ['answer.daily.precipitation_sum', (changed) => changed.daily.precipitation_sum.pop()],
    ['answer.daily[0].temperature_2m_min', (changed) => (changed.daily.temperature_2m_min[0] = null)],
    ['answer.daily[1].time', (changed) => (changed.daily.time[1] = 'tomorrow')],
    ['answer.hourly.is_day', (changed) => (changed.hourly.is_day = 0)],
    ['answer.hourly[0].temperature_2m', (changed) => (changed.hourly.temperature_2m[0] = null)],
  ])('is refused by the name of what is wrong: %s', (path, change) => {
    const read = () => readForecast(but(change), true);

    expect(read).toThrow(UpstreamFailure);
    expect(read).toThrow(new RegExp(`^${path.replace(/[.[\]]/g, '\\$&')} `));
  });

  it('ends before the first of the last days that are not known yet', () => {
    const forecast = readForecast(
      but(({ daily, hourly }) => {
        daily.temperature_2m_max[1] = null;
        hourly.weather_code[1] = null;
      }),
      true,
    );
    expect([forecast.daily.length, forecast.hourly?.length]).toEqual([1, 1]);
  });

  it.each([
    ['polar night', '2026-11-23T00:00', '2026-11-23T00:00'],
    ['polar day', '2026-11-23T00:00', '2026-11-24T00:00'],
    ['not said', null, null],
  ])('knows no sunrise where it is %s', (_, sunrise, sunset) => {
    const [day] = readForecast(
      but(({ daily }) => Object.assign(daily, { sunrise: [sunrise, sunrise], sunset: [sunset, sunset] })),
      false,
    ).daily;
    expect(day).toMatchObject({ sunrise: null, sunset: null });
  });
});
