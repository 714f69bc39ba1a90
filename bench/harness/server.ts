import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { StopOnSignals } from '../../src/platform/lifecycle/stop-on-signals.js';

/** What is kept of the log, in characters: enough to say why it did not start. */
const LAST_WORDS = 4_000;

/** What answers the load: a process of its own. */
export interface Server {
  readonly origin: string;
  readonly pid: number;
}

/**
 * Starts the built application as in production, but for its address: it writes its log, which is read and thrown away.
 *
 * @throws Error with the end of the log if it does not listen.
 */
export async function startKitchen(
  databaseUrl: string,
  settings: Record<string, string>,
  stops: StopOnSignals,
): Promise<Server> {
  const environment = {
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    JWT_SECRET: randomBytes(48).toString('base64'),
    ...settings,
  };
  const child = spawn(process.execPath, ['dist/main.js'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  stops.add(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return { origin: await listening(child, ended), pid: child.pid! };
}

function listening({ stdout, stderr }: ChildProcess, ended: Promise<unknown>): Promise<string> {
  const streams = [stdout!, stderr!];
  let words = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-LAST_WORDS);
      const [, port] = /"port":(\d+),"message":"Kitchen is open/.exec(words) ?? [];
      if (port === undefined) return;
      for (const stream of streams) stream.off('data', read).resume();
      resolve(`http://127.0.0.1:${port}`);
    };
    for (const stream of streams) stream.on('data', read);
    void ended.then(() => reject(new Error(`The application ended instead of listening:\n${words}`)));
  });
}
