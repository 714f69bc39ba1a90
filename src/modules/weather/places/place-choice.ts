import type { FoundPlace } from '../source/weather-source.js';
import { fold, liesIn, type PlaceName } from './place-name.js';

const MAX_ALTERNATIVES = 9;

export interface PlaceChoice {
  readonly place: FoundPlace;
  /** Others of that name, largest first. */
  readonly alternatives: readonly FoundPlace[];
}

/** Those of the found places that lie where the qualifiers say; towns only, unless there are none. */
export function matchesOf({ areas }: PlaceName, found: readonly FoundPlace[]): FoundPlace[] {
  const matching = found.filter((place) => areas.every((area) => liesIn(place, area)));
  const towns = matching.filter((place) => place.isInhabited);
  return towns.length > 0 ? towns : matching;
}

/**
 * The place that is most likely meant: of those that bear the name as it was written, and of those that are called like the
 * source's best match ("Munich" for "München"), the one where most people live.
 */
export function choosePlace(wanted: PlaceName, found: readonly FoundPlace[]): PlaceChoice | undefined {
  const matches = matchesOf(wanted, found);
  const best = matches[0];
  if (!best) return undefined;
  const [asked, called] = [fold(wanted.name), fold(best.name)];
  const namesakes = matches.filter(({ name }) => {
    const folded = fold(name);
    // "Frankfurt" means Frankfurt am Main, too.
    return folded === asked || folded.startsWith(`${asked} `) || folded === called;
  });
  const [place = best, ...others] = namesakes.sort((a, b) => (b.population ?? 0) - (a.population ?? 0));
  return { place, alternatives: others.slice(0, MAX_ALTERNATIVES) };
}
