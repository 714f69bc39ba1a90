import { readdir, readFile } from 'node:fs/promises';

/** proc(5) counts in hundredths of a second, on every architecture that Node runs on. */
const MICROS_PER_TICK = 10_000;
/** Columns of /proc/stat in which nobody worked. Interrupts count as work: whoever they interrupt has them on the bill as well. */
const [IDLE, IOWAIT] = [3, 4];

/** Processor time in µs since an arbitrary moment. Only differences mean anything. */
export interface ProcessorTimes {
  server: number;
  postgres: number;
  /** Of this process: the load itself. */
  load: number;
  /** Of all processes of the machine, and what a hypervisor took away. */
  everybody: number;
  /** What the machine could have given, all cores together. */
  whole: number;
}

/** @throws Error elsewhere than on Linux. */
export async function processorTimes(serverPid: number, postgresPid: number): Promise<ProcessorTimes> {
  const { user, system } = process.cpuUsage();
  return {
    server: await microsOf(serverPid),
    postgres: await microsOfFamily(postgresPid),
    load: user + system,
    ...(await machineMicros()),
  };
}

export function since(start: ProcessorTimes, end: ProcessorTimes): ProcessorTimes {
  return {
    server: end.server - start.server,
    postgres: end.postgres - start.postgres,
    load: end.load - start.load,
    everybody: end.everybody - start.everybody,
    whole: end.whole - start.whole,
  };
}

/** Which share of the machine went to processes that have nothing to do with the measurement, from 0 to 1. */
export function shareOfOthers({ server, postgres, load, everybody, whole }: ProcessorTimes): number {
  return Math.max(0, everybody - server - postgres - load) / whole;
}

/** @returns resident memory in MB. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024);
}

async function machineMicros(): Promise<Pick<ProcessorTimes, 'everybody' | 'whole'>> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  // The two columns for guests are in those for users already.
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  const whole = ticks.reduce((total, count) => total + count, 0) * MICROS_PER_TICK;
  return { everybody: whole - (ticks[IDLE]! + ticks[IOWAIT]!) * MICROS_PER_TICK, whole };
}

/** A server and its children, those that have ended included. */
async function microsOfFamily(pid: number): Promise<number> {
  let micros = await microsOf(pid, true);
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await statOf(Number(name)).catch(() => undefined);
    if (stat?.parent === pid) micros += stat.own;
  }
  return micros;
}

async function microsOf(pid: number, withEndedChildren = false): Promise<number> {
  const { own, endedChildren } = await statOf(pid);
  return own + (withEndedChildren ? endedChildren : 0);
}

/** proc_pid_stat(5): field 4 is the parent, 14 and 15 the process's own time, 16 and 17 that of children it has waited for. */
async function statOf(pid: number): Promise<{ parent: number; own: number; endedChildren: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return {
    parent: field(4),
    own: (field(14) + field(15)) * MICROS_PER_TICK,
    endedChildren: (field(16) + field(17)) * MICROS_PER_TICK,
  };
}
