import { SEARCHED } from '../../data/texts.js';
import { get } from '../../harness/question.js';
import type { Workload } from '../../harness/workload.js';
import { armOf, Setting } from './setting.js';

export const search: Workload = {
  title: 'Search',
  about:
    'S1 `GET /posts?q=` for a word that 20 posts have, one that 1 % have, and one that half of them have, ranked and ' +
    'with the words marked. Two connections; nothing is kept in memory.',

  sizes: ['1m'],

  async prepare(stops, { sizes }) {
    const size = sizes.at(-1)!;
    const setting = await Setting.of(size, stops);
    const server = await setting.startKitchen({ ANSWER_CACHE_MB: '0' });
    const questions = Object.entries(SEARCHED).map(([frequency, word]) =>
      get(`/api/v1/posts?q=${word}`, { name: `S1 GET /posts?q= (${frequency})` }),
    );
    return {
      postgres: setting.postgres,
      connections: 2,
      paths: questions,
      arms: [armOf('kitchen', `${size} posts`, server)],
    };
  },
};
