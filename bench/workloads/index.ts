import type { Workload } from '../harness/workload.js';
import { weatherStall } from './weather-stall/weather-stall.js';

/** By the name that `npm run bench -- <name>` takes. */
export const workloads: Readonly<Record<string, Workload>> = { 'weather-stall': weatherStall };
