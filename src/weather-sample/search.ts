import { SAMPLE_PLACES } from './places.data.js';

/** `GET /v1/search` as the geocoding API answers it: the beginning of a name in any language is enough, exact matches come first. */
export function search(parameters: URLSearchParams): object {
  const wanted = fold(parameters.get('name') ?? '');
  const count = Number(parameters.get('count') ?? 10);
  // "An empty string or only 1 character will return an empty result."
  if ([...wanted].length < 2) return { generationtime_ms: 0.1 };
  const matching = SAMPLE_PLACES.map(({ place, otherNames }) => ({
    place,
    names: [place.name, ...otherNames].map(fold),
  }))
    .filter(({ names }) => names.some((name) => name.startsWith(wanted)))
    .sort((a, b) => Number(b.names.includes(wanted)) - Number(a.names.includes(wanted)));
  const results = matching.slice(0, count).map(({ place }) => place);
  return { ...(results.length > 0 && { results }), generationtime_ms: 0.5 };
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase().trim();
}
