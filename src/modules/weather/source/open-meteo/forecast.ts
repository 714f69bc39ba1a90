import type { Day, Forecast, Moment } from '../weather-source.js';
import { JsonObject } from './json-object.js';

/** How far ahead the API looks. */
export const FORECAST_DAYS = 16;

/** The API's names (https://open-meteo.com/en/docs) of what {@link Moment} and {@link Day} hold. */
export const MOMENT_VARIABLES = [
  'temperature_2m',
  'apparent_temperature',
  'relative_humidity_2m',
  'wind_speed_10m',
  'wind_direction_10m',
  'precipitation',
  'weather_code',
  'is_day',
] as const;
const DAY_VALUES = ['temperature_2m_min', 'temperature_2m_max', 'precipitation_sum', 'weather_code'] as const;
export const DAY_VARIABLES = [...DAY_VALUES, 'sunrise', 'sunset'] as const;

const DAY_MILLIS = 24 * 60 * 60 * 1000;
const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** @throws UpstreamFailure naming the first value that is missing or impossible. */
export function readForecast(json: unknown, withHours: boolean): Forecast {
  const answer = JsonObject.of(json);
  // All times are local, at this one offset: a change of the clocks within the forecast is not applied.
  const offset = answer.integer('utc_offset_seconds', -50_400, 50_400);
  return {
    timezone: answer.text('timezone'),
    current: readMoment(answer.object('current'), offset),
    daily: knownRows(answer, 'daily', DAY_VALUES, DAY_VARIABLES).map((day) => readDay(day, offset)),
    hourly: withHours
      ? knownRows(answer, 'hourly', MOMENT_VARIABLES, MOMENT_VARIABLES).map((hour) => readMoment(hour, offset))
      : null,
  };
}

/** The models end before the 16th day does, so the last rows may be empty. A gap before them is an error. */
function knownRows(answer: JsonObject, section: string, values: readonly string[], columns: readonly string[]) {
  const rows = answer.object(section).rows(['time', ...columns]);
  const lastKnown = rows.findLastIndex((row) => values.every((name) => row.has(name)));
  if (lastKnown < 0) answer.fail(section, 'has no row without gaps');
  return rows.slice(0, lastKnown + 1);
}

function readMoment(moment: JsonObject, offset: number): Moment {
  return {
    time: readTime(moment, 'time', offset),
    temperature: moment.number('temperature_2m'),
    feelsLike: moment.number('apparent_temperature'),
    humidity: moment.number('relative_humidity_2m'),
    windSpeed: moment.number('wind_speed_10m'),
    windDirection: moment.number('wind_direction_10m', 0, 360),
    precipitation: moment.number('precipitation', 0),
    code: moment.integer('weather_code', 0, 99),
    isDay: moment.integer('is_day', 0, 1) === 1,
  };
}

function readDay(day: JsonObject, offset: number): Day {
  const date = day.text('time');
  if (!DATE.test(date)) day.fail('time', 'is not a date');
  return {
    date,
    min: day.number('temperature_2m_min'),
    max: day.number('temperature_2m_max'),
    precipitation: day.number('precipitation_sum', 0),
    code: day.integer('weather_code', 0, 99),
    ...readSun(day, offset),
  };
}

/** Polar night is given as a sun that sets when it rises, polar day as one that is up from midnight to midnight. */
function readSun(day: JsonObject, offset: number): Pick<Day, 'sunrise' | 'sunset'> {
  if (!day.has('sunrise') || !day.has('sunset')) return { sunrise: null, sunset: null };
  const [sunrise, sunset] = [readTime(day, 'sunrise', offset), readTime(day, 'sunset', offset)];
  const light = Date.parse(sunset) - Date.parse(sunrise);
  return light <= 0 || light >= DAY_MILLIS ? { sunrise: null, sunset: null } : { sunrise, sunset };
}

function readTime(row: JsonObject, name: string, offsetSeconds: number): string {
  const local = row.text(name);
  const wallClock = LOCAL_TIME.test(local) ? Date.parse(`${local}Z`) : NaN;
  if (Number.isNaN(wallClock)) row.fail(name, 'is not a time');
  return new Date(wallClock - offsetSeconds * 1000).toISOString();
}
