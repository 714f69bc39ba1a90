import { SAMPLE_PLACES } from './places.data.js';
import { type Sky, skyAt, sunOn } from './sky.js';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** What the sample knows of a day and of an hour, by the API's names. Metric only. */
const UNITS: Readonly<Record<string, string>> = {
  temperature_2m: '°C',
  apparent_temperature: '°C',
  relative_humidity_2m: '%',
  wind_speed_10m: 'km/h',
  wind_direction_10m: '°',
  precipitation: 'mm',
  weather_code: 'wmo code',
  is_day: '',
  temperature_2m_min: '°C',
  temperature_2m_max: '°C',
  precipitation_sum: 'mm',
  sunrise: 'iso8601',
  sunset: 'iso8601',
};

/** An answer in the API's form of an error. */
export class SampleError extends Error {}

/** `GET /v1/forecast` as the forecast API answers it, with weather that is made up. */
export function forecast(parameters: URLSearchParams, now: Date): object {
  const latitude = coordinate(parameters, 'latitude', 'Latitude', 90);
  const longitude = coordinate(parameters, 'longitude', 'Longitude', 180);
  const days = Number(parameters.get('forecast_days') ?? 7);
  if (!(days >= 0 && days <= 16)) {
    throw new SampleError(`Forecast days is invalid. Allowed range 0 to 16. Given ${days}.`);
  }
  const timezone = parameters.get('timezone') === 'auto' ? timezoneNear(latitude, longitude) : 'GMT';
  const offset = offsetMillis(timezone, now);
  const at = { latitude, longitude };
  const midnight = Math.floor((now.getTime() + offset) / DAY) * DAY - offset;
  const quarter = Math.floor(now.getTime() / (15 * MINUTE)) * 15 * MINUTE;
  const local = (instant: number) => new Date(instant + offset).toISOString().slice(0, 16);

  const hours = Array.from({ length: days * 24 }, (_, hour) => skyAt(at, midnight + hour * HOUR, midnight));
  const current = skyAt(at, quarter, midnight);
  return {
    latitude,
    longitude,
    generationtime_ms: 0.2,
    utc_offset_seconds: offset / 1000,
    timezone,
    timezone_abbreviation: timezone,
    elevation: 38,
    ...section('current', parameters, (names) => ({
      time: local(quarter),
      interval: 900,
      ...Object.fromEntries(names.map((name) => [name, valueOf(current, name)])),
    })),
    ...section('hourly', parameters, (names) => ({
      time: hours.map((_, hour) => local(midnight + hour * HOUR)),
      ...Object.fromEntries(names.map((name) => [name, hours.map((sky) => valueOf(sky, name))])),
    })),
    ...section('daily', parameters, (names) => {
      const rows = Array.from({ length: days }, (_, day) => {
        const sun = sunOn(at, midnight + day * DAY);
        const skies = hours.slice(day * 24, day * 24 + 24);
        return { ...summaryOf(skies), sunrise: local(sun.rise), sunset: local(sun.set) };
      });
      return {
        time: rows.map((_, day) => local(midnight + day * DAY).slice(0, 10)),
        ...Object.fromEntries(names.map((name) => [name, rows.map((row) => valueOf(row, name))])),
      };
    }),
  };
}

function section(name: string, parameters: URLSearchParams, values: (variables: string[]) => object): object {
  const variables = parameters.get(name)?.split(',') ?? [];
  if (variables.length === 0) return {};
  const unknown = variables.find((variable) => !(variable in UNITS));
  if (unknown !== undefined) {
    throw new SampleError(`Cannot initialize WeatherVariable from invalid String value ${unknown} for key ${name}`);
  }
  const units = Object.fromEntries(variables.map((variable) => [variable, UNITS[variable]]));
  return { [`${name}_units`]: { time: 'iso8601', ...units }, [name]: values(variables) };
}

function valueOf(row: object, name: string): unknown {
  return (row as Record<string, unknown>)[name];
}

function summaryOf(hours: Sky[]): object {
  const temperatures = hours.map((hour) => hour.temperature_2m);
  return {
    temperature_2m_min: Math.min(...temperatures),
    temperature_2m_max: Math.max(...temperatures),
    precipitation_sum: Math.round(hours.reduce((sum, hour) => sum + hour.precipitation, 0) * 10) / 10,
    weather_code: Math.max(...hours.map((hour) => hour.weather_code)),
  };
}

function coordinate(parameters: URLSearchParams, name: string, title: string, limit: number): number {
  const value = Number.parseFloat(parameters.get(name) ?? '');
  if (!(Math.abs(value) <= limit)) {
    throw new SampleError(`${title} must be in range of -${limit} to ${limit}°. Given: ${value}.`);
  }
  return value;
}

/** Of the nearest place that the sample knows. */
function timezoneNear(latitude: number, longitude: number): string {
  const distances = SAMPLE_PLACES.map(({ place }) => ({
    timezone: place.timezone,
    distance: Math.hypot(place.latitude - latitude, place.longitude - longitude),
  }));
  return distances.reduce((nearest, other) => (other.distance < nearest.distance ? other : nearest)).timezone;
}

function offsetMillis(timeZone: string, now: Date): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = 0, minutes = 0] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}
