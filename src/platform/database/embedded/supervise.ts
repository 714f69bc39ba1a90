import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from './embedded-postgres.error.js';
import type { Server } from './server.js';

const LOOK_EVERY_MS = 250;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/**
 * Starts the server again, on its port, whenever it ends while it is in use. It does not keep the process alive.
 *
 * @returns ends the supervision; it resolves when nothing will be started any more.
 */
export function supervise(server: Server, log: (line: string) => void): () => Promise<void> {
  const stopping = new AbortController();
  const watching = watch(server, log, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return async () => {
    stopping.abort();
    await watching;
  };
}

async function watch(server: Server, log: (line: string) => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(LOOK_EVERY_MS, undefined, { ref: false, signal });
    if (!(await server.isAlive())) await revive(server, log, signal);
  }
}

async function revive(server: Server, log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { pid, port } = server;
  log(`The embedded PostgreSQL (process ${pid}) has ended unexpectedly; starting it again.`);
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(2 * delay, LONGEST_DELAY_MS)) {
    await sleep(delay, undefined, { signal });
    try {
      await server.ensureRunning(signal);
      break;
    } catch (error) {
      signal.throwIfAborted();
      log(`The embedded PostgreSQL does not start: ${reasonOf(error)}`);
    }
  }
  log(`The embedded PostgreSQL runs again (process ${server.pid}).`);
  if (server.port !== port)
    log(`It now listens on port ${server.port} instead of ${port}: please restart this process.`);
}
