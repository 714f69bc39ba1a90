import { Agent, request } from 'undici';
import { PASSWORD, slugOf, usernameOf } from '../../data/names.js';
import { SIGNED_IN } from '../../data/restore.js';
import { type Ask, get } from '../../harness/question.js';
import type { Server } from '../../harness/server.js';
import type { Arm, Workload } from '../../harness/workload.js';
import { POST } from './questions.js';
import { armOf, Setting } from './setting.js';

const AT_ONCE = 64;
const PATH = '/api/v1/auth/login';

export const logins: Workload = {
  title: 'Logging in',
  about: `L1 \`POST /auth/login\`: ${AT_ONCE} members at once, each from an address of its own. Nearly all of it is Argon2id.`,

  sizes: ['100k'],

  async prepare(stops, { sizes }) {
    const setting = await Setting.of(sizes[0]!, stops);
    const arms = [await setting.kitchen('kitchen', 'the application', {})];
    const asks = Array.from({ length: AT_ONCE }, (_, n) => [logIn(n)]);
    return { postgres: setting.postgres, connections: AT_ONCE, paths: [{ name: 'L1 POST /auth/login', asks }], arms };
  },
};

export const loginFlood: Workload = {
  title: 'A post while many log in',
  about:
    `R2 \`GET /posts/:slug\` on 32 connections, asked of PostgreSQL each time: quiet, and while ${AT_ONCE} members at once log in ` +
    'over and over, each from an address of its own.',

  sizes: ['100k'],

  async prepare(stops, { sizes }) {
    const setting = await Setting.of(sizes[0]!, stops);
    const server = await setting.startKitchen({ ANSWER_CACHE_MB: '0' });
    const question = get(`/api/v1/posts/${slugOf(POST)}`, { name: 'R2 GET /posts/:slug' });
    const arms = [armOf('quiet', 'nobody logs in', server), floodOf(server)];
    return { postgres: setting.postgres, connections: 32, paths: [question], arms };
  },
};

function floodOf(server: Server): Arm {
  let isOver = false;
  let statuses: Record<string, number>;
  let members: Promise<void>[];
  return {
    ...armOf('flood', `${AT_ONCE} members log in at once, over and over`, server),
    begin() {
      [isOver, statuses] = [false, {}];
      const agent = new Agent({ headersTimeout: 30_000 });
      const keepLoggingIn = async (n: number) => {
        const { path, method, headers, body } = logIn(n);
        while (!isOver) {
          const answer = await request(server.origin + path, {
            ...{ method, dispatcher: agent, body: body! },
            headers: { ...headers, 'content-type': 'application/json' },
          });
          await answer.body.dump();
          statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
        }
      };
      members = Array.from({ length: AT_ONCE }, (_, n) => keepLoggingIn(n));
      return Promise.resolve();
    },
    async end() {
      isOver = true;
      await Promise.all(members);
      if (Object.keys(statuses).join() !== '200')
        throw new Error(`Logins were answered with ${JSON.stringify(statuses)}.`);
      return undefined;
    },
  };
}

/** Members who are not signed in otherwise, each behind a proxy that names its address. */
function logIn(n: number): Ask {
  const body = JSON.stringify({ login: usernameOf(SIGNED_IN + 1 + (n % 35)), password: PASSWORD });
  return { method: 'POST', path: PATH, headers: { 'x-real-ip': `10.0.${n}.1` }, body, status: 200 };
}
