import { UpstreamFailure } from '../upstream-failure.js';
import { readPlaces } from './places.js';

const berlin = {
  id: 2950159,
  name: 'Berlin',
  latitude: 52.52437,
  longitude: 13.41053,
  elevation: 74,
  feature_code: 'PPLC',
  country_code: 'DE',
  admin1_id: 2950157,
  timezone: 'Europe/Berlin',
  population: 3426354,
  postcodes: ['10967', '13347'],
  country: 'Germany',
  admin1: 'Land Berlin',
  admin2: '',
  admin3: 'Berlin, Stadt',
};

describe('places found by Open-Meteo', () => {
  it('are read without what is empty', () => {
    expect(readPlaces({ results: [berlin], generationtime_ms: 0.7 })).toEqual([
      {
        name: 'Berlin',
        lat: 52.52437,
        lon: 13.41053,
        country: 'Germany',
        countryCode: 'DE',
        regions: ['Land Berlin', 'Berlin, Stadt'],
        timezone: 'Europe/Berlin',
        population: 3426354,
        isInhabited: true,
      },
    ]);
  });

  it('may lack everything but a name and a position', () => {
    expect(readPlaces({ results: [{ name: 'X', latitude: 0, longitude: -180 }] })).toEqual([
      {
        name: 'X',
        lat: 0,
        lon: -180,
        country: null,
        countryCode: null,
        regions: [],
        timezone: null,
        population: null,
        isInhabited: true,
      },
    ]);
  });

  it('are none where the answer has no results', () => {
    expect(readPlaces({ generationtime_ms: 0.7 })).toEqual([]);
  });

  it.each([
    ['answer', null],
    ['answer.results', { results: {} }],
    ['answer.results[0]', { results: ['Berlin'] }],
    ['answer.results[0].name', { results: [{ ...berlin, name: 7 }] }],
    ['answer.results[1].latitude', { results: [berlin, { ...berlin, latitude: 91 }] }],
    ['answer.results[0].population', { results: [{ ...berlin, population: 'many' }] }],
  ])('are refused by the name of what is wrong: %s', (path, answer) => {
    const read = () => readPlaces(answer);

    expect(read).toThrow(UpstreamFailure);
    expect(read).toThrow(new RegExp(`^${path.replace(/[.[\]]/g, '\\$&')} `));
  });
});
