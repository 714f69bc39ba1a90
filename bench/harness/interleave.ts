import { Load } from './load.js';
import { type Conditions, type Measurement, measure, questionOf, waitForQuiet } from './measure.js';
import type { Question } from './question.js';
import type { Arm, Trial } from './workload.js';

export interface Run {
  measurements: Measurement[];
  /** How many measurements were thrown away and repeated because others took too much of the machine. */
  discarded: number;
}

/** So often a measurement is repeated before the machine is called too busy. */
const ATTEMPTS = 12;
const WARM_UP_SECONDS = 1;

/**
 * Measures A B C D, B C D A and so on, question by question: what changes with time, as a neighbour's work does, or the processor's clock, meets all
 * arms alike, and none always comes first.
 *
 * @throws Error if requests failed, an arm was not what it should have been, or the machine never became quiet enough.
 */
export async function interleave(trial: Trial, rounds: number, conditions: Conditions): Promise<Run> {
  const [load, run] = [new Load(), { measurements: [], discarded: 0 } as Run];
  const questions = trial.paths.map(questionOf);
  try {
    // Compilers and caches have done their work when round 1 begins.
    for (const question of questions) {
      for (const arm of armsOf(trial, question)) await measure(load, trial, arm, question, WARM_UP_SECONDS);
    }
    for (let round = 1; round <= rounds; round++) {
      for (const question of questions) {
        for (const arm of rotated(armsOf(trial, question), round - 1)) {
          const figures = await measureInQuiet(load, trial, arm, question, conditions, run);
          run.measurements.push({ round, arm: arm.name, ...figures });
          say(round, arm, figures);
        }
      }
    }
    return run;
  } finally {
    await load.stop();
  }
}

function armsOf({ arms }: Trial, question: Question): Arm[] {
  return arms.filter(({ name }) => question.arms?.includes(name) ?? true);
}

async function measureInQuiet(
  load: Load,
  trial: Trial,
  arm: Arm,
  question: Question,
  { seconds, mostOthers }: Conditions,
  run: Run,
): ReturnType<typeof measure> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const figures = await measure(load, trial, arm, question, seconds);
    if (figures.others <= mostOthers) return figures;
    run.discarded++;
    await waitForQuiet(arm, trial, mostOthers);
  }
  throw new Error(`The machine is too busy: others took more than ${mostOthers * 100} % of it ${ATTEMPTS} times.`);
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

function say(round: number, { name }: Arm, { path, perSecond, p99Millis, others }: Omit<Measurement, 'round' | 'arm'>) {
  const figures = `${perSecond.toFixed(0)}/s, p99 ${p99Millis.toFixed(1)} ms, others ${(others * 100).toFixed(0)} %`;
  console.log(`round ${round}  ${name.padEnd(16)}  ${path.padEnd(28)}  ${figures}`);
}
