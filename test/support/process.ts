import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './api.js';

/** The built application as a process of its own. */
export interface KitchenProcess {
  origin: string;
  guest: Api;
  child: ChildProcess;
  /** What it has written so far. */
  output(): string;
  /** Sends the signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const running = new Set<ChildProcess>();
/** Of processes that are not told another one. */
const dataDir = mkdtempSync(join(tmpdir(), 'kitchen-data-'));
/** Where V8 keeps what it has compiled, as in the image: a start costs two seconds of processor time, a tenth of it for that. */
const compileCache = join(tmpdir(), 'node-compile-cache');

/** Runs `dist/<entry>` with nothing in its environment but PATH and what is given, and collects its output. */
export function run(environment: Record<string, string>, entry = 'main.js', ...parameters: string[]) {
  const usual = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCache, HOST: '127.0.0.1', PORT: '0' };
  const child = spawn(process.execPath, [`dist/${entry}`, ...parameters], {
    env: { ...usual, DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal };
  });
  return { child, output: () => output, ended };
}

/** Starts the application and waits until it listens. */
export async function startProcess(
  environment: Record<string, string>,
  entry = 'main.js',
  ...parameters: string[]
): Promise<KitchenProcess> {
  const { child, output, ended } = run(environment, entry, ...parameters);
  const origin = await Promise.race([listening(child, output), ended.then(() => undefined)]);
  if (origin === undefined) throw new Error(`The application ended instead of listening:\n${output()}`);
  return {
    origin,
    guest: new Api(origin),
    child,
    output,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** For `afterAll`: nothing that a failed test started lives on. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
}

function listening(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve) => {
    child.stdout!.on('data', () => {
      const port = /"port":(\d+),"message":"Kitchen is open/.exec(output())?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
}
