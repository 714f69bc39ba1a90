import { randomBytes } from 'node:crypto';
import { birthOf } from './process-table.js';

/**
 * A file name that says which process it belongs to, so that others can tell when that process is gone, even if its id was
 * given away again. No two calls give the same name.
 */
export async function markOfThisProcess(): Promise<string> {
  return `${process.pid}-${await birthOf(process.pid)}-${randomBytes(4).toString('hex')}`;
}

/** Whether the process that made this mark lives. A name that is no mark belongs to nobody: `undefined`. */
export async function isMarkAlive(mark: string): Promise<boolean | undefined> {
  const [, pid, birth] = /^(\d+)-(\w+)-[0-9a-f]{8}$/.exec(mark) ?? [];
  return pid === undefined ? undefined : (await birthOf(Number(pid))) === birth;
}
