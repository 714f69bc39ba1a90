import type { FoundPlace } from '../weather-source.js';
import { JsonObject } from './json-object.js';

/** As many as the API gives: a qualifier ("Springfield, Illinois") may mean one of the last. */
export const PLACES_COUNT = 100;

const AREAS = ['admin1', 'admin2', 'admin3', 'admin4'];

/**
 * Reads the geocoding API's answer (https://open-meteo.com/en/docs/geocoding-api). "Empty fields are not returned", nor is
 * `results` when nothing was found.
 *
 * @throws UpstreamFailure
 */
export function readPlaces(json: unknown): FoundPlace[] {
  const answer = JsonObject.of(json);
  return answer.has('results') ? answer.objects('results').map(readPlace) : [];
}

function readPlace(place: JsonObject): FoundPlace {
  const textOrNull = (name: string) => (place.has(name) ? place.text(name) : null);
  return {
    name: place.text('name'),
    lat: place.number('latitude', -90, 90),
    lon: place.number('longitude', -180, 180),
    country: textOrNull('country'),
    countryCode: textOrNull('country_code')?.toUpperCase() ?? null,
    regions: AREAS.flatMap((name) => textOrNull(name) ?? []),
    timezone: textOrNull('timezone'),
    population: place.has('population') ? place.number('population', 0) : null,
    // GeoNames feature codes (https://www.geonames.org/export/codes.html): PPL… are populated places.
    isInhabited: textOrNull('feature_code')?.startsWith('PPL') ?? true,
  };
}
