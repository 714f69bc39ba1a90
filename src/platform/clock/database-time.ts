/** Less than this is what clocks that are kept right differ by, or what it took to ask. */
const TOLERANCE_MILLIS = 1_000;

/** What is to be added to the monotonic clock, which nobody sets. To begin with, this machine is believed. */
let epochMillis = Date.now() - performance.now();

/**
 * What time it is: PostgreSQL's, as it decides when sessions end and jobs are due, so that processes on machines whose clocks are
 * wrong, or are set while they run, agree with it and with each other (docs/adr/0058).
 */
export function databaseTime(): Date {
  return new Date(epochMillis + performance.now());
}

/**
 * @param at what PostgreSQL said that it was when it was asked.
 * @param uncertainMillis how long that took. It is heeded only if this process's idea is off by more than can be explained.
 * @returns by how many milliseconds it was.
 */
export function learnDatabaseTime(at: number, uncertainMillis: number): number {
  const wrongBy = at - (epochMillis + performance.now());
  if (Math.abs(wrongBy) <= TOLERANCE_MILLIS + uncertainMillis) return 0;
  epochMillis += wrongBy;
  return Math.round(wrongBy);
}
