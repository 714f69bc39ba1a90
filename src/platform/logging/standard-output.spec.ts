import { spawn } from 'node:child_process';
import { once } from 'node:events';

const SCRIPT = `
  import { standardOutput } from './src/platform/logging/standard-output.ts';
  process.stdin.once('end', () => {
    standardOutput().write('the last line\\n');
    process.exit(0);
  });
  process.stdin.resume();
`;

describe('standard output', () => {
  const start = () =>
    spawn(process.execPath, ['--import', './test/support/run-typescript.mjs', '--input-type=module', '-e', SCRIPT], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });

  it('is told what is still in memory when the process exits', async () => {
    const child = start();
    child.stdin.end();
    const [[said]] = (await Promise.all([once(child.stdout, 'data'), once(child, 'exit')])) as [[Buffer], unknown];

    expect(said.toString()).toBe('the last line\n');
  });

  it('keeps no process from exiting when nobody reads it any more', async () => {
    const child = start();
    const ended = once(child, 'exit');
    child.stdout.destroy();
    child.stdin.end();

    expect(await ended).toEqual([0, null]);
  });
});
