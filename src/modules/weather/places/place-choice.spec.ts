import type { FoundPlace } from '../source/weather-source.js';
import { choosePlace, matchesOf } from './place-choice.js';
import { parsePlaceName } from './place-name.js';

function place(name: string, details: Partial<FoundPlace> = {}): FoundPlace {
  const unknown = {
    country: null,
    countryCode: null,
    regions: [],
    timezone: null,
    population: null,
    isInhabited: true,
  };
  return { name, lat: 0, lon: 0, ...unknown, ...details };
}

const choose = (text: string, found: FoundPlace[]) => choosePlace(parsePlaceName(text), found);

describe('the choice of a place', () => {
  it('is the largest of those that bear the name, and offers the others by size', () => {
    const [small, large, middle] = [3, 300, 30].map((population) => place('Springfield', { population }));

    expect(choose('springfield', [small!, large!, middle!])).toEqual({ place: large, alternatives: [middle, small] });
  });

  it('is not a larger town whose name merely begins like it', () => {
    const [man, manila] = [place('Man', { population: 140_000 }), place('Manila', { population: 1_600_000 })];

    expect(choose('Man', [man, manila])).toEqual({ place: man, alternatives: [] });
  });

  it('may have more words than were asked for', () => {
    const [oder, main] = [
      place('Frankfurt (Oder)', { population: 58 }),
      place('Frankfurt am Main', { population: 650 }),
    ];

    expect(choose('Frankfurt', [oder, main])?.place).toBe(main);
  });

  it('is what the best match is called in English, not a hamlet that keeps the other name', () => {
    const [munich, hamlet] = [place('Munich', { population: 1_260_391 }), place('München', { population: 120 })];

    expect(choose('München', [munich, hamlet])).toEqual({ place: munich, alternatives: [hamlet] });
  });

  it('is a town, not the state around it, unless there are no towns', () => {
    const [state, town] = [
      place('New York', { population: 19, isInhabited: false }),
      place('New York', { population: 8 }),
    ];

    expect(choose('New York', [state, town])).toEqual({ place: town, alternatives: [] });
    expect(choose('New York', [state])?.place).toBe(state);
  });

  it('is the best match where nobody knows how many people live there', () => {
    const [first, second] = [place('Y'), place('Y')];

    expect(choose('Y', [first, second])?.place).toBe(first);
  });

  it('offers no more than nine others', () => {
    expect(
      choose(
        'X',
        Array.from({ length: 20 }, () => place('X')),
      )?.alternatives,
    ).toHaveLength(9);
  });

  it('is none where none lies in the area', () => {
    expect(choose('Paris, DE', [place('Paris', { countryCode: 'FR', country: 'France' })])).toBeUndefined();
    expect(choose('Paris', [])).toBeUndefined();
  });
});

describe('an area after the comma', () => {
  const munich = place('Munich', { countryCode: 'DE', country: 'Germany', regions: ['Bavaria', 'Upper Bavaria'] });
  const portland = place('Portland', { countryCode: 'US', country: 'United States', regions: ['Oregon', 'Multnomah'] });
  const london = place('London', { countryCode: 'GB', country: 'United Kingdom', regions: ['England'] });
  const geneva = place('Geneva', { countryCode: 'CH', country: 'Switzerland', regions: ['Geneva'] });
  const quebec = place('Québec', { countryCode: 'CA', country: 'Canada', regions: ['Quebec'] });
  const nowhere = place('Nowhere');
  const all = [munich, portland, london, geneva, quebec, nowhere];

  it.each([
    ['DE', munich],
    ['de', munich],
    ['Germany', munich],
    ['Deutschland', munich],
    ['bavaria', munich],
    ['Upper-Bavaria', munich],
    ['Bavaria, Germany', munich],
    ['OR', portland],
    ['Oregon, US', portland],
    ['U.S.A.', portland],
    ['multnomah, or, usa', portland],
    ['UK', london],
    ['united kingdom', london],
    ['Schweiz', geneva],
    ['Genève', undefined],
    ['QC', quebec],
    ['québec', quebec],
    ['Bavaria, France', undefined],
    ['Atlantis', undefined],
  ])('of "%s" holds what lies there', (area, expected) => {
    expect(matchesOf(parsePlaceName(`X, ${area}`), all)).toEqual(expected ? [expected] : []);
  });

  it('does not matter when it is left empty', () => {
    expect(matchesOf(parsePlaceName('X, ,'), all)).toEqual(all);
  });
});
