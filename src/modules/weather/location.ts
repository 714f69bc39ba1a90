import { httpErrors } from '../../platform/errors/http.errors.js';
import type { Problem } from '../../platform/errors/problem.js';
import type { WeatherQuery } from './dto/weather-query.dto.js';
import { parsePlaceName, type PlaceName } from './places/place-name.js';
import type { Coordinates } from './source/weather-source.js';
import { weatherErrors } from './weather.errors.js';

/** Where the weather is asked for: a name that has yet to be looked up, or a position. */
export type Location = { readonly city: PlaceName } | { readonly at: Coordinates };

/**
 * Exactly one of a city and a pair of coordinates.
 *
 * @throws `http.invalid_parameter`, `weather.coordinates_out_of_range`
 */
export function locationOf({ city, lat, lon }: Pick<WeatherQuery, 'city' | 'lat' | 'lon'>): Location {
  if (city !== undefined && (lat !== undefined || lon !== undefined)) {
    throw invalid('city', 'cannot be combined with lat and lon');
  }
  if (city !== undefined) return { city: placeNameIn('city', city) };
  if (lat === undefined && lon === undefined) throw invalid('city', 'is needed, or lat and lon instead');
  if (lat === undefined) throw invalid('lat', 'is needed beside lon');
  if (lon === undefined) throw invalid('lon', 'is needed beside lat');
  return { at: onEarth({ lat, lon }) };
}

/** @throws `http.invalid_parameter` for one that begins with a comma. */
export function placeNameIn(parameter: 'city' | 'q', text: string): PlaceName {
  const place = parsePlaceName(text);
  if (place.name === '') throw invalid(parameter, 'has no name before the comma');
  return place;
}

function onEarth({ lat, lon }: Coordinates): Coordinates {
  const errors = [
    ...(Math.abs(lat) > 90 ? [outOfRange('lat', 'must be from -90 to 90')] : []),
    ...(Math.abs(lon) > 180 ? [outOfRange('lon', 'must be from -180 to 180')] : []),
  ];
  if (errors.length > 0) throw weatherErrors.coordinatesOutOfRange({ errors });
  return { lat, lon };
}

function outOfRange(name: string, detail: string) {
  return { pointer: `/${name}`, code: weatherErrors.coordinatesOutOfRange.definition.code, detail };
}

function invalid(name: string, problem: string): Problem {
  const errors = [{ pointer: `/${name}`, code: 'field.combination', detail: problem }];
  return httpErrors.invalidParameter({ detail: `${name}: ${problem}`, errors });
}
