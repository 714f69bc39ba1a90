import type { FoundPlace } from '../source/weather-source.js';
import { abbreviationOf } from './regions.js';

/** "Springfield, Illinois, US": the name itself, and the areas that the place must lie in. */
export interface PlaceName {
  readonly name: string;
  readonly areas: readonly string[];
}

/** Names of countries that are in daily use and in no table. */
const MORE_COUNTRY_NAMES: Readonly<Partial<Record<string, string>>> = { GB: 'UK', US: 'USA', AE: 'UAE' };

export function parsePlaceName(text: string): PlaceName {
  const [name = '', ...areas] = text
    .normalize('NFC')
    .split(',')
    .map((part) => part.trim().replace(/\s+/g, ' '));
  return { name, areas: areas.filter((area) => area !== '') };
}

/** How a name is compared: without regard to case, accents, dots and hyphens. */
export function fold(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}|[.'’]/gu, '')
    .toLowerCase()
    .replace(/[\s\-–_/()]+/g, ' ')
    .trim();
}

/** Whether a place lies in the area of that name or abbreviation: a country, a state, a province, a district. */
export function liesIn({ countryCode, country, regions }: FoundPlace, area: string): boolean {
  const names = [country, ...regions, abbreviationOf(countryCode, regions[0]), ...countryNames(countryCode)];
  const wanted = fold(area);
  return names.some((name) => typeof name === 'string' && fold(name) === wanted);
}

/** The code, and the names in English and in the language that most people there speak: "Germany" and "Deutschland" for DE. */
function countryNames(countryCode: string | null): string[] {
  if (countryCode === null || !/^[A-Z]{2}$/.test(countryCode)) return [];
  const { language } = new Intl.Locale(`und-${countryCode}`).maximize();
  const names = ['en', language].map((locale) => new Intl.DisplayNames(locale, { type: 'region' }).of(countryCode));
  return [countryCode, MORE_COUNTRY_NAMES[countryCode], ...names].filter((name) => name !== undefined);
}
