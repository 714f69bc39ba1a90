import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workload } from '../harness/workload.js';
import { Setting } from './requests/setting.js';

const TIMES = 7;

export const boot: Workload = {
  title: 'Boot',
  about: `From the start of the process to the first request that could be made, with a migrated database and Node’s compile cache, as in the image; ${TIMES} times.`,
  sizes: ['1k'],

  async prepare(stops, { sizes }) {
    const setting = await Setting.of(sizes[0]!, stops);
    const cache = await mkdtemp(join(tmpdir(), 'kitchen-compile-cache-'));
    stops.add(() => rm(cache, { recursive: true, force: true }));
    return {
      postgres: setting.postgres,
      async watch() {
        const values = [];
        // The first one fills the compile cache.
        for (let time = 0; time <= TIMES; time++) {
          const startedAt = performance.now();
          const server = await setting.startKitchen({ NODE_COMPILE_CACHE: cache });
          if (time > 0) values.push((performance.now() - startedAt) / 1000);
          await server.stop();
        }
        return [{ name: 'boot', unit: 's', values }];
      },
    };
  },
};
