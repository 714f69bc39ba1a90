import type { Patience } from '../../src/platform/limits/patience.js';

/** How many attempts may fail within a time that begins with the first one, whoever makes them and on however many machines. */
export function mostFailures(patience: Patience, elapsedSeconds: number): number {
  let [failures, pause, left] = [patience.free, patience.firstPauseSeconds, elapsedSeconds];
  while (left >= pause) {
    failures++;
    left -= pause;
    pause = Math.min(patience.longestPauseSeconds, pause * 2);
  }
  return failures;
}
