import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isRunning } from './process-table.js';

const run = promisify(execFile);

/**
 * PostgreSQL's shutdown modes (manual, "Shutting Down the Server"), and how long each may take: `INT` ends the sessions and
 * writes everything out, `QUIT` just ends and leaves recovery to the next start.
 */
const MODES = [
  { signal: 'INT', patienceMs: 10_000 },
  { signal: 'QUIT', patienceMs: 5_000 },
] as const;

/** Stops a PostgreSQL server; resolves when its process is gone. */
export async function endServer(pid: number, pgCtl: string): Promise<void> {
  for (const { signal, patienceMs } of MODES) {
    await send(signal, pid, pgCtl);
    if (await isGoneWithin(patienceMs, pid)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}

async function send(signal: 'INT' | 'QUIT', pid: number, pgCtl: string): Promise<void> {
  if (process.platform === 'win32') {
    await run(pgCtl, ['kill', signal, String(pid)]);
    return;
  }
  try {
    process.kill(pid, `SIG${signal}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGoneWithin(patienceMs: number, pid: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (await isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}
