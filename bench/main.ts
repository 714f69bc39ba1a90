import { parseArgs } from 'node:util';
import { StopOnSignals } from '../src/platform/lifecycle/stop-on-signals.js';
import { sizeOf } from './data/size.js';
import { readResults, saveResult } from './harness/result.js';
import { run } from './harness/run.js';
import { Steps } from './harness/steps.js';
import { writePage } from './report/page.js';
import { section } from './report/section.js';
import { targetsMet } from './report/targets.js';
import { SUITE, workloads } from './workloads/index.js';

const STOP_WITHIN_SECONDS = 60;
const FEWEST_ROUNDS = 5;
const USAGE = `Usage: npm run bench -- <workload …> | all
  [--rounds 5] [--seconds 2] [--others 20] [--size 1k,100k,1m] [--peers limit,idiomatic] [--page]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    others: { type: 'string', default: '20' },
    size: { type: 'string' },
    peers: { type: 'string', default: 'limit,idiomatic' },
    page: { type: 'boolean', default: false },
  },
});
const names = positionals.length === 1 && positionals[0] === 'all' ? SUITE : positionals;
const conditions = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  mostOthers: Number(values.others) / 100,
};
const isAsked = names.length > 0 || values.page;
const isUsable = conditions.rounds >= 1 && conditions.seconds > 0 && conditions.mostOthers > 0;

if (!isAsked || !isUsable || names.some((name) => !(name in workloads))) {
  const list = Object.entries(workloads).map(([key, { title }]) => `  ${key.padEnd(16)}${title}\n`);
  process.stderr.write(`${USAGE}\n\n${list.join('')}`);
  process.exit(2);
}

const stops = new StopOnSignals(STOP_WITHIN_SECONDS, console.error);
const stopping = new AbortController();
const steps = new Steps();
stops.add(() => steps.take());
// Added last, so told first: that nothing answers any more is no news then.
stops.add(() => {
  stopping.abort();
  return Promise.resolve();
});
const refused: string[] = [];
for (const name of names) {
  const workload = workloads[name]!;
  const sizes = values.size?.split(',').map(sizeOf) ?? workload.sizes ?? ['100k'];
  const startedAt = Date.now();
  try {
    const result = await run(name, workload, { sizes, peers: values.peers.split(',') }, conditions, steps);
    console.log(`\n${section(result)}\n${name} took ${((Date.now() - startedAt) / 1000).toFixed(0)} s.\n`);
    // What was too short to be believed is shown, but not kept.
    if (conditions.rounds >= FEWEST_ROUNDS) await saveResult(result);
  } catch (error) {
    if (stopping.signal.aborted) await stops.exit(1);
    console.error(`${name} is refused:`, error);
    refused.push(name);
  }
  await steps.take();
}
if (values.page || conditions.rounds >= FEWEST_ROUNDS) {
  const results = await readResults();
  await writePage(results);
  console.log(targetsMet(results));
}
if (refused.length > 0) console.error(`Refused: ${refused.join(', ')}.`);
await stops.exit(refused.length > 0 ? 1 : 0);
