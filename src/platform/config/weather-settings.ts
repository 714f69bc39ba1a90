import { str } from 'envalid';
import { integer, serviceUrl } from './variables.js';

/** Where the weather comes from, and how often it may be asked for. */
export const weatherSettings = {
  WEATHER_API_URL: serviceUrl({
    default: 'https://api.open-meteo.com',
    example: 'http://127.0.0.1:3060',
    desc: 'Where forecasts come from: Open-Meteo’s forecast API, free for non-commercial use. Without internet access, start `npm run weather:sample` and name its address here.',
  }),
  WEATHER_GEOCODING_URL: serviceUrl({
    default: 'https://geocoding-api.open-meteo.com',
    example: 'http://127.0.0.1:3060',
    desc: 'Where places are looked up: Open-Meteo’s geocoding API, or the sample server.',
  }),
  WEATHER_API_KEY: str({
    default: undefined,
    example: '(from open-meteo.com)',
    desc: 'Key of a commercial Open-Meteo plan; its addresses begin with `https://customer-`.',
  }),
  WEATHER_TIMEOUT_MS: integer(
    50,
    1_500,
  )({
    default: 1_500,
    desc: 'After this many milliseconds a call to the weather service is given up. Clients have an answer within two seconds in any case.',
  }),
  WEATHER_CALLS_PER_MINUTE: integer(
    1,
    1_000_000,
  )({
    default: 500,
    desc: 'Calls to the weather service by all replicas together in a minute; the free plan allows 600.',
  }),
  WEATHER_CALLS_PER_HOUR: integer(
    1,
    10_000_000,
  )({
    default: 4_500,
    desc: 'The same in an hour; the free plan allows 5,000.',
  }),
  WEATHER_CALLS_PER_DAY: integer(
    1,
    100_000_000,
  )({
    default: 9_000,
    desc: 'The same in a day (UTC); the free plan allows 10,000.',
  }),
};
