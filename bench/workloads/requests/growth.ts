import type { Arm, Workload } from '../../harness/workload.js';
import { send } from '../../harness/expect.js';
import { get, type Question } from '../../harness/question.js';
import { guestReads, memberReads, writes } from './questions.js';
import { armOf, Setting } from './setting.js';

const SETTINGS = { ANSWER_CACHE_MB: '0' };

/** Few, so that times are those of the work and not of waiting in line. */
const CONNECTIONS = 2;

/** The same requests to databases of different sizes, each with its own PostgreSQL and its own application. */
export const growth: Workload = {
  title: 'Growth',
  about:
    'Does it take longer when there is a thousand times as much? The same requests to databases of different sizes; ' +
    `${CONNECTIONS} connections, so that times are those of the work and not of waiting in line. Nothing is kept in memory.`,

  sizes: ['1k', '1m'],

  async prepare(stops, { sizes }) {
    const arms: Arm[] = [];
    const settings: Setting[] = [];
    let jwtSecret: string | undefined;
    for (const size of sizes) {
      const setting = await Setting.of(size, stops, jwtSecret);
      jwtSecret = setting.jwtSecret;
      settings.push(setting);
      const server = await setting.startKitchen(SETTINGS);
      arms.push({ ...armOf(size, `${size} posts`, server), postgres: setting.postgres });
    }
    const questions = [...guestReads, ...memberReads(jwtSecret!), ...writes(jwtSecret!)];
    return { postgres: settings[0]!.postgres, connections: CONNECTIONS, paths: questions, arms };
  },
};

/** The first page of a list against a page from its end. */
export const lastPage: Workload = {
  title: 'The last page',
  about:
    'The first page of all posts, and the last one, to which one comes by following `nextCursor` to the end. ' +
    'Nothing is kept in memory; 32 connections.',

  sizes: ['1m'],

  async prepare(stops, { sizes }) {
    const setting = await Setting.of(sizes.at(-1)!, stops);
    const server = await setting.startKitchen(SETTINGS);
    const path = '/api/v1/posts?limit=20';
    const cursor = setting.cursors.seal('posts:newest', await keyNearTheEnd(setting));
    const questions: Question[] = [
      get(path, { name: 'first page' }),
      get(`${path}&cursor=${cursor}`, { name: 'last page' }),
    ];
    const page = (await (await send(questions[1]!.asks[0]![0]!, server)).json()) as {
      items: unknown[];
      nextCursor: unknown;
    };
    if (page.items.length !== 20 || page.nextCursor !== null) throw new Error('That is not the last page.');
    const arms = [armOf('kitchen', `the application, ${sizes.at(-1)} posts`, server)];
    return { postgres: setting.postgres, connections: 32, paths: questions, arms };
  },
};

/** Of the post before the last twenty. */
async function keyNearTheEnd(setting: Setting): Promise<[string, string]> {
  const [row] = await setting.query<{ at: Date; id: string }>(
    `select published_at as at, id from posts where status = 'published' order by published_at, id offset 20 limit 1`,
  );
  return [row!.at.toISOString(), row!.id];
}
