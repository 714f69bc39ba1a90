import type { Measurement } from '../harness/measure.js';
import type { Result } from '../harness/result.js';
import { type Spread, spreadOf } from '../harness/statistics.js';

type Of = (measurement: Measurement) => number;

/** One arm's measurements of one question, a round each. */
export function measurementsOf({ measurements }: Result, path: string, arm: string): Measurement[] {
  return measurements.filter((each) => each.path === path && each.arm === arm);
}

export function pathsOf({ measurements }: Result): string[] {
  return [...new Set(measurements.map(({ path }) => path))];
}

/**
 * One series divided by another round by round, so that what slowed a whole round down cancels out.
 *
 * @returns undefined when there is no round in which both were measured.
 */
export function ratioOf(
  measurements: readonly Measurement[],
  base: readonly Measurement[],
  of: Of,
): Spread | undefined {
  const ratios = measurements.flatMap((each) => {
    const same = base.find(({ round }) => round === each.round);
    return same ? [of(each) / of(same)] : [];
  });
  return ratios.length === 0 ? undefined : spreadOf(ratios);
}
