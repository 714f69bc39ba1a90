import { execFile } from 'node:child_process';
import { readFile, readlink, realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * When a running process began, as a text that is only worth comparing: the same process id with another birth is another
 * process. `undefined` means that it is gone; a zombie is.
 */
export async function birthOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return birthOnLinux(pid);
  if (!isKnown(pid)) return undefined;
  return process.platform === 'win32' ? 'unknown' : birthByPs(pid);
}

/** Whether the system knows a process of this id, be it a zombie. */
export function isKnown(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export async function isRunning(pid: number): Promise<boolean> {
  if (process.platform === 'linux') return (await birthOnLinux(pid)) !== undefined;
  return isKnown(pid);
}

/** Whether `pid` is a PostgreSQL at work in this data directory, and not a program that was later given the same id. */
export async function isPostgresOf(cluster: string, pid: number): Promise<boolean> {
  if (!(await isRunning(pid))) return false;
  if (process.platform === 'win32') return true;
  if ((await programOf(pid)) !== 'postgres') return false;
  return process.platform !== 'linux' || worksIn(cluster, pid);
}

/** proc_pid_stat(5): field 3 is the state, field 22 the start time in clock ticks since boot; field 2 may hold blanks. */
async function birthOnLinux(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

async function birthByPs(pid: number): Promise<string | undefined> {
  const started = await ps(pid, 'lstart=');
  return started === undefined ? undefined : String(Date.parse(started));
}

async function programOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return basename((await ps(pid, 'comm=')) ?? '');
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined))?.trim();
}

/** A container's root may not look at other accounts' processes; then the program's name has to do. */
async function worksIn(cluster: string, pid: number): Promise<boolean> {
  const directory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return directory === undefined || directory === (await realpath(cluster));
}

async function ps(pid: number, column: string): Promise<string | undefined> {
  const env = { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' };
  const answer = await run('ps', ['-o', column, '-p', String(pid)], { env }).catch(() => undefined);
  return answer?.stdout.trim() || undefined;
}
