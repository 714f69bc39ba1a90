import { WeatherUpstream } from '../../../test/support/weather-upstream.js';
import { startLoadedDatabase } from '../../data/loaded-database.js';
import { startKitchen } from '../../harness/server.js';
import type { Workload } from '../../harness/workload.js';
import { armsOf } from './arms.js';

const NO_LIMIT = '1000000';
const SETTINGS = {
  // What is measured is to need what a stalling service could use up: connections to the database, for one.
  ANSWER_CACHE_MB: '0',
  WEATHER_TIMEOUT_MS: '1500',
  // Nobody is to be refused because the calls of the day are used up.
  WEATHER_CALLS_PER_MINUTE: NO_LIMIT,
  WEATHER_CALLS_PER_HOUR: NO_LIMIT,
  WEATHER_CALLS_PER_DAY: NO_LIMIT,
};

export const weatherStall: Workload = {
  title: 'Other rooms while the weather stalls',
  about:
    'Does a list of posts, or a profile, take longer while the weather service accepts calls and never answers? ' +
    '1,000 posts and 100 members; 32 connections ask for the same as fast as they are answered, ' +
    'and PostgreSQL is asked each time. Beside them come 100 ' +
    'requests for the weather in a second, evenly, whether or not earlier ones were answered. ' +
    'A call to the weather service is given up after 1.5 s, as by default.',

  sizes: ['1k'],

  async prepare(stops, { sizes }) {
    const upstream = await WeatherUpstream.start();
    stops.add(() => upstream.close());
    const postgres = await startLoadedDatabase(sizes[0]!, stops);
    const server = await startKitchen(postgres.url, { ...upstream.settings, ...SETTINGS }, stops);
    const paths = ['/api/v1/posts?limit=10', '/api/v1/users/member7'];
    return { postgres, connections: 32, paths, arms: armsOf(server, upstream) };
  },
};
