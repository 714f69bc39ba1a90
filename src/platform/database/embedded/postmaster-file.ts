import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ifMissing } from './missing-file.js';
import { isKnown, isPostgresOf } from './process-table.js';

/** Longer than PostgreSQL takes between making the file and writing it. */
const UNWRITTEN_FOR_MS = 5_000;

/**
 * What the data directory says about its server. `unready` is one that comes up or goes down; `stale` means that the server
 * is gone but PostgreSQL itself would not see that, because its process id belongs to another program or to a zombie.
 */
export type ServerState =
  | { state: 'absent' }
  | { state: 'stale' }
  | { state: 'unready'; pid?: number }
  | { state: 'ready'; pid: number; port: number };

/** Reads `postmaster.pid`: its lines 1, 4 and 8 are the process id, the port and the status (PostgreSQL, miscadmin.h). */
export async function serverState(cluster: string): Promise<ServerState> {
  const path = join(cluster, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(ifMissing(undefined));
  if (text === undefined) return { state: 'absent' };

  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 0)) {
    const { mtimeMs } = await stat(path).catch(ifMissing({ mtimeMs: Infinity }));
    return Date.now() - mtimeMs > UNWRITTEN_FOR_MS ? { state: 'stale' } : { state: 'unready' };
  }
  if (!isKnown(pid)) return { state: 'absent' };
  if (!(await isPostgresOf(cluster, pid))) return { state: 'stale' };
  return lines[7]?.trim() === 'ready' ? { state: 'ready', pid, port: Number(lines[3]) } : { state: 'unready', pid };
}

/** Removes a `postmaster.pid` that was found to be stale, unless a new server has replaced it since. */
export async function removeStaleState(cluster: string): Promise<void> {
  const { state } = await serverState(cluster);
  if (state === 'stale') await rm(join(cluster, 'postmaster.pid'), { force: true });
}
