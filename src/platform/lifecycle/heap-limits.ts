import { totalmem } from 'node:os';
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const MIB = 1024 * 1024;
const YOUNG_BYTES = 16 * MIB;
/** While there is much to do, and where there is room. */
const BUSY_YOUNG_BYTES = 32 * MIB;
const ROOM_BYTES = 400 * MIB;
/** Much to do is what makes so many collections follow each other so closely: thousands of requests in a row. */
const [MANY, WITHIN_MILLIS] = [40, 8_000];
const OLD_GROWTH_PERCENT = 20;

// At work as soon as this module is loaded: reading the application makes much garbage at once.
setYoungGrowth(false);
setFlagsFromString(`--heap-growing-percent=${OLD_GROWTH_PERCENT}`);

/**
 * Keeps V8 from taking memory only because the machine has it. Left alone on 24 GiB, it held 300 MB resident after 1,000 requests
 * for 57 MB that were in use: a young generation of 134 MB, and an old one allowed to double before it is collected. Command-line
 * flags would say it better, but the command line is not always ours. See docs/adr/0010.
 */
export function keepHeapSmall(): void {
  const hasRoom = (process.constrainedMemory() || totalmem()) > ROOM_BYTES;
  let latest: number[] = [];
  new PerformanceObserver((list) => {
    latest = [...latest, ...list.getEntries().map(({ startTime }) => startTime)].slice(-MANY);
    setYoungGrowth(youngBytes() < (hasRoom && areClose(latest) ? BUSY_YOUNG_BYTES : YOUNG_BYTES));
  }).observe({ entryTypes: ['gc'] });
}

/** Whether there were many collections in a short time. */
function areClose(collections: number[]): boolean {
  const [first = 0, last = first] = [collections[0], collections.at(-1)];
  return collections.length === MANY && last - first < WITHIN_MILLIS;
}

function setYoungGrowth(isAllowed: boolean): void {
  setFlagsFromString(`--semi-space-growth-factor=${isAllowed ? 2 : 1}`);
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}
