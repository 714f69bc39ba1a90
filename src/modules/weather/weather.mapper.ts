import type { Answer } from './answers/answers.js';
import { conditionOf } from './conditions.js';
import type { Attribution, Coordinates, Day, Forecast, FoundPlace, Moment } from './source/weather-source.js';
import { CONVERSIONS, type Units } from './units.js';
import type { ConditionsView, DayView, PlaceView, WeatherView } from './weather.view.js';

const HOURS_PER_DAY = 24;

interface Wanted {
  readonly days: number;
  readonly units: Units;
}

export function toWeatherView(
  place: PlaceView,
  alternatives: readonly FoundPlace[],
  { value, fetchedAt, isStale }: Answer<Forecast>,
  source: Attribution,
  { days, units }: Wanted,
): WeatherView {
  const { timezone, current, daily, hourly } = value;
  return {
    place: { ...place, timezone },
    alternatives: alternatives.map(toPlaceView),
    current: { ...toConditions(current, units), observedAt: current.time },
    daily: daily.slice(0, days).map((day) => toDayView(day, units)),
    ...(hourly && {
      hourly: hourly.slice(0, days * HOURS_PER_DAY).map((hour) => ({ time: hour.time, ...toConditions(hour, units) })),
    }),
    units,
    source,
    fetchedAt,
    stale: isStale,
  };
}

export function toPlaceView({ name, country, countryCode, regions, lat, lon, timezone }: FoundPlace): PlaceView {
  return { name, country, countryCode, region: regions[0] ?? null, lat, lon, timezone };
}

/** A place of which nothing but the position is known. */
export function toNamelessPlace({ lat, lon }: Coordinates): PlaceView {
  return { name: null, country: null, countryCode: null, region: null, lat, lon, timezone: null };
}

function toConditions(moment: Moment, units: Units): ConditionsView {
  const { temperature, speed, depth } = CONVERSIONS[units];
  return {
    temperature: temperature(moment.temperature),
    feelsLike: temperature(moment.feelsLike),
    humidity: moment.humidity,
    windSpeed: speed(moment.windSpeed),
    windDirection: moment.windDirection,
    precipitation: depth(moment.precipitation),
    condition: conditionOf(moment.code, moment.isDay),
    isDay: moment.isDay,
  };
}

function toDayView({ date, min, max, precipitation, code, sunrise, sunset }: Day, units: Units): DayView {
  const { temperature, depth } = CONVERSIONS[units];
  return {
    date,
    min: temperature(min),
    max: temperature(max),
    precipitation: depth(precipitation),
    condition: conditionOf(code, true),
    sunrise,
    sunset,
  };
}
