import type { Workload } from '../harness/workload.js';
import { Setting } from './requests/setting.js';

const TIMES = 7;

export const boot: Workload = {
  title: 'Boot',
  about: `From the start of the process to the first request that could be made, with a migrated database; ${TIMES} times.`,
  sizes: ['1k'],

  async prepare(stops, { sizes }) {
    const setting = await Setting.of(sizes[0]!, stops);
    return {
      postgres: setting.postgres,
      async watch() {
        const values = [];
        // The first one fills the compile cache.
        for (let time = 0; time <= TIMES; time++) {
          const startedAt = performance.now();
          const server = await setting.startKitchen({});
          if (time > 0) values.push((performance.now() - startedAt) / 1000);
          await server.stop();
        }
        return [{ name: 'boot', unit: 's', values }];
      },
    };
  },
};
