import type { Workload } from '../harness/workload.js';
import { boot } from './boot.js';
import { loginTiming } from './login-timing/login-timing.js';
import { memory } from './memory.js';
import { migrations } from './migrations.js';
import { growth, lastPage, views } from './requests/growth.js';
import { kept } from './requests/kept.js';
import { loginFlood, logins } from './requests/logins.js';
import { photos } from './requests/photos.js';
import { search } from './requests/search.js';
import { mixed, reads, readsOfTwo, writing } from './requests/uncached.js';
import { weatherStall } from './weather-stall/weather-stall.js';

/** By the name that `npm run bench -- <name>` takes. */
export const workloads: Readonly<Record<string, Workload>> = {
  reads: reads(32),
  'reads-64': readsOfTwo(64),
  writes: writing(32),
  'writes-64': writing(64, ['idiomatic']),
  kept,
  mix: mixed,
  search,
  growth,
  views,
  'last-page': lastPage,
  photos,
  logins,
  'login-flood': loginFlood,
  'login-timing': loginTiming,
  memory,
  boot,
  migrations,
  'weather-stall': weatherStall,
};

/** What targets are not about, or takes ten minutes each. */
const BY_THEMSELVES = ['weather-stall', 'login-timing', 'migrations'];

/** What is measured for all targets. */
export const SUITE = Object.keys(workloads).filter((name) => !BY_THEMSELVES.includes(name));
