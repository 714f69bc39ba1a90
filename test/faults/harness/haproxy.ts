import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ask } from './asking.js';
import { freePort } from './api-process.js';

/** Debian's, or another in the path. */
export const hasHaproxy = spawnSync('haproxy', ['-v']).status === 0;

/** HAProxy with the configuration that operators are shown, in front of two replicas. */
export async function startHaproxy(
  ports: readonly [number, number],
): Promise<{ origin: string; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn('haproxy', ['-db', '-f', 'ops/haproxy.cfg'], {
    env: {
      PATH: process.env['PATH'],
      KITCHEN_LISTEN: `127.0.0.1:${port}`,
      KITCHEN_ONE: `127.0.0.1:${ports[0]}`,
      KITCHEN_TWO: `127.0.0.1:${ports[1]}`,
    },
    stdio: 'ignore',
  });
  const origin = `http://127.0.0.1:${port}`;
  while ((await ask(origin, { path: '//health/live' })).status !== 200) await delay(50);
  return {
    origin,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
