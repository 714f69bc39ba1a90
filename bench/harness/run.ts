import pg from 'pg';
import { circumstances } from './circumstances.js';
import { interleave } from './interleave.js';
import type { Conditions } from './measure.js';
import type { Result } from './result.js';
import type { Options, Stops, Workload } from './workload.js';

/** Starts what a workload needs, and measures. @throws Error if anything was not as it should have been. */
export async function run(
  name: string,
  workload: Workload,
  options: Options,
  conditions: Conditions & { rounds: number },
  stops: Stops,
): Promise<Result> {
  const { title, about } = workload;
  const trial = await workload.prepare(stops, options);
  const where = circumstances(await versionOf(trial.postgres.url));
  const sizes = workload.sizes && { sizes: options.sizes };
  const head = { workload: name, title, about, ...sizes, circumstances: where };
  if ('watch' in trial) {
    const figures = await trial.watch();
    const untimed = { ...conditions, connections: 0 };
    return { ...head, conditions: untimed, discarded: 0, arms: [], measurements: [], figures };
  }
  const { connections, arms } = trial;
  return {
    ...head,
    conditions: { ...conditions, connections },
    arms: arms.map((arm) => ({ name: arm.name, about: arm.about })),
    ...(await interleave(trial, conditions.rounds, conditions)),
  };
}

async function versionOf(databaseUrl: string): Promise<string> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  const { rows } = await session.query<{ server_version: string }>('show server_version');
  await session.end();
  return rows[0]!.server_version;
}
