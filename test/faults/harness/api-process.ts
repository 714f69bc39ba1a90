import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { type KitchenProcess, startProcess } from '../../support/process.js';

export const SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';

/** Nothing that would refuse what a test asks for: it talks faster than people. */
const UNLIMITED = {
  RATE_LIMITS: 'off',
  COMMENTS_PER_MINUTE: '0',
  COMMENTS_PER_POST_AND_MINUTE: '0',
  JWT_SECRET: SECRET,
};

/** The built application over this database. */
export function startApi(databaseUrl: string, environment: Record<string, string> = {}): Promise<KitchenProcess> {
  // Memory is looked at here, so there is no more room for it than in production.
  return startProcess({ ...UNLIMITED, DATABASE_URL: databaseUrl, ...environment }, []);
}

/** A port that nobody listens on, for a process that is to come back at its address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** proc_pid_status(5): what a process holds of the machine's memory, in MiB. */
export function residentMegabytes({ child }: KitchenProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024);
}
