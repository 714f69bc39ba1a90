import { parseArgs } from 'node:util';
import pg from 'pg';
import { StopOnSignals } from '../src/platform/lifecycle/stop-on-signals.js';
import { circumstances } from './harness/circumstances.js';
import { interleave } from './harness/interleave.js';
import { section, writePage } from './harness/report.js';
import { readResults, type Result, saveResult } from './harness/result.js';
import { workloads } from './workloads/index.js';

const STOP_WITHIN_SECONDS = 30;
const FEWEST_ROUNDS = 5;
const USAGE = 'Usage: npm run bench -- <workload> [--rounds 7] [--seconds 4] [--others 20]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '4' },
    others: { type: 'string', default: '20' },
  },
});
const [name = ''] = positionals;
const workload = workloads[name];
const rounds = Number(values.rounds);
const conditions = { seconds: Number(values.seconds), mostOthers: Number(values.others) / 100 };

if (!workload || !(rounds >= 1 && conditions.seconds > 0 && conditions.mostOthers > 0)) {
  const list = Object.entries(workloads).map(([key, { title }]) => `  ${key.padEnd(16)}${title}\n`);
  process.stderr.write(`${USAGE}\n\n${list.join('')}`);
  process.exit(2);
}

const stops = new StopOnSignals(STOP_WITHIN_SECONDS, console.error);
const stopping = new AbortController();
try {
  const { title, about } = workload;
  const trial = await workload.prepare(stops);
  const { connections, arms } = trial;
  // Added last, so told first: that nothing answers any more is no news then.
  stops.add(() => {
    stopping.abort();
    return Promise.resolve();
  });
  const where = circumstances(await versionOf(trial.postgres.url));
  const run = await interleave(trial, rounds, conditions);
  const result: Result = {
    ...{ workload: name, title, about },
    circumstances: where,
    conditions: { ...conditions, rounds, connections },
    arms: arms.map((arm) => ({ name: arm.name, about: arm.about })),
    ...run,
  };
  console.log(`\n${section(result)}`);
  // What was too short to be believed is shown, but not kept.
  if (rounds >= FEWEST_ROUNDS) {
    await saveResult(result);
    await writePage(await readResults());
  }
} catch (error) {
  await (stopping.signal.aborted ? stops.exit(1) : stops.fail(error));
}
await stops.exit(0);

async function versionOf(databaseUrl: string): Promise<string> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  const { rows } = await session.query<{ server_version: string }>('show server_version');
  await session.end();
  return rows[0]!.server_version;
}
