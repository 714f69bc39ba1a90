import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Stops } from './workload.js';

/** What is kept of the log, in characters: enough to say why it did not start. */
const LAST_WORDS = 4_000;

/** What answers the load: a process of its own. */
export interface Server {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts the built application as in production, but for its address: it writes its log, which is read and thrown away.
 *
 * @throws Error with the end of the log if it does not listen.
 */
export async function startKitchen(
  databaseUrl: string,
  settings: Record<string, string>,
  stops: Stops,
): Promise<Server> {
  return start(['dist/main.js'], { NODE_ENV: 'production', DATABASE_URL: databaseUrl, ...settings }, stops);
}

/** Starts `bench/references/<name>.ts`, which is told the same and says the same when it listens. */
export async function startReference(name: string, settings: Record<string, string>, stops: Stops): Promise<Server> {
  const loader = ['--import', './test/support/run-typescript.mjs'];
  return start([...loader, `bench/references/${name}.ts`], { NODE_ENV: 'production', ...settings }, stops);
}

async function start(parameters: string[], settings: Record<string, string>, stops: Stops): Promise<Server> {
  const environment = {
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: '0',
    JWT_SECRET: randomBytes(48).toString('base64'),
    ...settings,
  };
  const child = spawn(process.execPath, parameters, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  stops.add(stop);
  return { origin: await listening(child, ended), pid: child.pid!, stop };
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
    void ended.then(() => reject(new Error(`The server ended instead of listening:\n${words}`)));
  });
}
