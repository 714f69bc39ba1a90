import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Size } from '../../data/size.js';
import type { Server } from '../../harness/server.js';
import type { Arm, Stops, Workload } from '../../harness/workload.js';
import { send } from '../../harness/expect.js';
import { get, type Question } from '../../harness/question.js';
import { guestReads, memberReads, todoViews, writes } from './questions.js';
import { armOf, Setting } from './setting.js';

const SETTINGS = { ANSWER_CACHE_MB: '0' };

/** Few, so that times are those of the work and not of waiting in line. */
const CONNECTIONS = 2;

/** Sessions tell their statistics after a second at the earliest, and after ten when they go on working. */
const [MOST_WAITS, WAIT_MILLIS] = [120, 100];

/** The same requests to databases of different sizes, each with its own PostgreSQL and its own application. */
export const growth: Workload = {
  title: 'Growth',
  about:
    'Does it take longer when there is a thousand times as much? The same requests to databases of different sizes; ' +
    `${CONNECTIONS} connections, so that times are those of the work and not of waiting in line. Nothing is kept in memory.`,

  sizes: ['1k', '1m'],

  async prepare(stops, { sizes }) {
    const { arms, settings, jwtSecret } = await kitchensOf(sizes, stops);
    const questions = [...guestReads, ...memberReads(jwtSecret), ...writes(jwtSecret)];
    return { postgres: settings[0]!.postgres, connections: CONNECTIONS, paths: questions, arms };
  },
};

/** The same for all ways of looking at one's todos. */
export const views: Workload = {
  title: 'Views of todos',
  about:
    'Each filter and view of todos, for a member who has a hundred, where all together have 10,000 or 1,000,000. Refused if one ' +
    `of them reads a whole table; ${CONNECTIONS} connections.`,

  sizes: ['1k', '1m'],

  async prepare(stops, { sizes }) {
    const { arms, settings, jwtSecret } = await kitchensOf(sizes, stops);
    const questions = todoViews(jwtSecret);
    for (const [at, setting] of settings.entries()) await refuseScans(setting, arms[at]!.server, questions);
    return { postgres: settings[0]!.postgres, connections: CONNECTIONS, paths: questions, arms };
  },
};

/** An application for each size, with a database of its own. */
async function kitchensOf(sizes: readonly Size[], stops: Stops) {
  const arms: Arm[] = [];
  const settings: Setting[] = [];
  const jwtSecret = randomBytes(48).toString('base64');
  for (const size of sizes) {
    const setting = await Setting.of(size, stops, jwtSecret);
    settings.push(setting);
    const server = await setting.startKitchen(SETTINGS);
    arms.push({ ...armOf(size, `${size} posts`, server), postgres: setting.postgres });
  }
  return { arms, settings, jwtSecret };
}

/** @throws Error if todos are read from the beginning to the end for one of these. */
async function refuseScans(setting: Setting, server: Server, questions: readonly Question[]): Promise<void> {
  const scans = () =>
    setting.query<{ whole: string; byIndex: string }>(
      `select seq_scan as whole, idx_scan as "byIndex" from pg_stat_user_tables where relname = 'todos'`,
    );
  for (const { name, asks } of questions) {
    const [before] = await scans();
    await (await send(asks[0]![0]!, server)).arrayBuffer();
    // A session reports what it has done when it has been idle for a moment.
    let [after] = await scans();
    for (let waited = 0; after!.byIndex === before!.byIndex && waited < MOST_WAITS; waited++) {
      await delay(WAIT_MILLIS);
      [after] = await scans();
    }
    if (after!.whole !== before!.whole || after!.byIndex === before!.byIndex)
      throw new Error(`${name} is not read from an index.`);
  }
}

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
