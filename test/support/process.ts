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
/** Saves another tenth: room for what is garbage once the application is read (docs/adr/0010 says why there is less otherwise). */
const ROOMY = ['--min-semi-space-size=16'];

/**
 * Runs `dist/main.js`, or what is given of `dist`, with nothing in its environment but PATH and what is given, and collects its
 * output.
 */
export function run(
  environment: Record<string, string>,
  [entry, ...parameters]: readonly string[] = ['main.js'],
  flags: readonly string[] = ROOMY,
) {
  const usual = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCache, HOST: '127.0.0.1', PORT: '0' };
  const child = spawn(process.execPath, [...flags, `dist/${entry}`, ...parameters], {
    env: { ...usual, DATA_DIR: dataDir, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // It may end without having read anything.
  child.stdin.on('error', () => undefined);
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal };
  });
  return { child, output: () => output, ended };
}

/** Runs a command of the command line to its end. */
export async function runCommand(
  environment: Record<string, string>,
  command: readonly string[],
  input = '',
): Promise<{ code: number | null; output: string }> {
  const { child, output, ended } = run({ MIGRATE_ON_BOOT: 'false', ...environment }, ['cli.js', ...command]);
  child.stdin.end(input);
  const { code } = await ended;
  return { code, output: output() };
}

/** Starts the application and waits until it listens. */
export async function startProcess(
  environment: Record<string, string>,
  flags?: readonly string[],
): Promise<KitchenProcess> {
  const { child, output, ended } = run(environment, ['main.js'], flags);
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
