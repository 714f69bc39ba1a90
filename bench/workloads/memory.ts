import { expectedOf } from '../harness/expect.js';
import { Load } from '../harness/load.js';
import { residentMegabytes } from '../harness/processor.js';
import { spreadOf } from '../harness/statistics.js';
import type { Server } from '../harness/server.js';
import type { Workload } from '../harness/workload.js';
import { guestReads, mix } from './requests/questions.js';
import { Setting } from './requests/setting.js';

const REQUESTS = 1_000_000;
/** After so many the heap is as large as the work wants it; what it grows from then on would go on growing. */
const BEFORE = 100_000;
/** Of the time: nearly all requests are for what is kept, since a million others would take a quarter of an hour. */
const [KEPT_SECONDS, MIX_SECONDS, CONNECTIONS] = [2, 1, 32];
const SAMPLES = 3;

export const memory: Workload = {
  title: 'Memory',
  about:
    `Resident memory over ${REQUESTS.toLocaleString('en')} requests, after ${BEFORE.toLocaleString('en')} others: two seconds of ` +
    'lists and posts from the cache, one of the mix of reads and writes, in turn. The median of the last three samples is ' +
    'divided by that of the first three.',

  sizes: ['100k'],

  async prepare(stops, { sizes }) {
    const setting = await Setting.of(sizes[0]!, stops);
    const server = await setting.startKitchen({});
    const load = new Load();
    stops.add(() => load.stop());
    return { postgres: setting.postgres, watch: () => watch(server, load, setting.jwtSecret) };
  },
};

async function watch(server: Server, load: Load, jwtSecret: string) {
  const [job, megabytes] = [{ origin: server.origin, connections: CONNECTIONS }, [] as number[]];
  let [done, isWarm] = [0, false];
  while (done < REQUESTS) {
    for (const [question, seconds] of [
      ...guestReads.map((each) => [each, KEPT_SECONDS / 4] as const),
      [mix(jwtSecret), MIX_SECONDS] as const,
    ]) {
      const { requests, failure } = await load.run({ ...job, seconds, asks: await expectedOf(question, server) });
      if (failure !== undefined) throw new Error(`A request failed: ${failure}.`);
      done += requests;
    }
    if (!isWarm && done < BEFORE) continue;
    if (!isWarm) [isWarm, done] = [true, 0];
    megabytes.push(await residentMegabytes(server.pid));
    console.log(`${done.toLocaleString('en')} requests, ${megabytes.at(-1)} MB`);
  }
  const [first, last] = [megabytes.slice(0, SAMPLES), megabytes.slice(-SAMPLES)].map((some) => spreadOf(some).median);
  return [
    { name: 'the end ÷ the beginning', unit: '', values: [last! / first!] },
    { name: 'along the way', unit: 'MB', values: megabytes },
  ];
}
