import type { Workload } from '../../harness/workload.js';
import { guestReads } from './questions.js';
import { insistOnSameAnswers } from './same-answers.js';
import { Setting } from './setting.js';

/** Public reads with the cache as it is by default. */
export const kept: Workload = {
  title: 'Public reads from the cache',
  about:
    'What guests ask for, when nothing changes meanwhile: the application with its cache of finished answers as by default, ' +
    'against asking PostgreSQL each time, and against a server that has nothing to do but to send a Buffer. With “304”, ' +
    'whoever asks has the answer already and says so (If-None-Match).',

  sizes: ['100k'],

  async prepare(stops, { sizes }) {
    const setting = await Setting.of(sizes[0]!, stops);
    const kitchen = await setting.kitchen('kitchen', 'the application', {});
    const limit = await setting.peer('limit', kitchen.server.origin);
    const cached = await setting.peer('cached', kitchen.server.origin);
    await insistOnSameAnswers([limit, kitchen, cached], guestReads);
    const revalidations = [guestReads[0]!, guestReads[2]!].map((question) => ({
      ...question,
      name: `${question.name}, 304`,
      isRevalidation: true,
      arms: [kitchen.name, cached.name],
    }));
    return {
      ...{ postgres: setting.postgres, connections: 32, paths: [...guestReads, ...revalidations] },
      arms: [limit, kitchen, cached],
    };
  },
};
