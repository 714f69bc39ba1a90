import { readFileSync } from 'node:fs';
import type { Answer, Api } from '../support/api.js';
import { type Kitchen, type Member, startKitchen } from '../support/app.js';
import { comment, publish } from '../support/comments.js';
import { type HostileRequest, hostileRequests, NOBODY, type OpenApi } from '../support/hostile-requests.js';
import { todo, todoList } from '../support/todos.js';
import { WeatherUpstream } from '../support/weather-upstream.js';

/** Of all that is bad so much is tried, another part of it at each operation. */
const EVERY = 11;
const CAST = ['guest', 'owner', 'stranger', 'moderator', 'admin'] as const;

/** What only the inside of the house knows. */
const INSIDE =
  /\bat [^ ]+ \(|node_modules|file:\/\/|\.[jt]s:\d|\b(select|insert|update|delete) .*(from|into|set) |argon2|pgboss|violates|syntax error at/i;

// Of the built application: the one in tests does not know what fields there are.
const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as OpenApi;

describe('every operation, asked for badly', () => {
  let kitchen: Kitchen;
  let upstream: WeatherUpstream;

  beforeAll(async () => {
    upstream = await WeatherUpstream.start();
    kitchen = await startKitchen({ RATE_LIMITS: 'off', ...upstream.settings });
  });
  afterAll(async () => {
    await kitchen.close();
    await upstream.close();
  });

  it('answers no 5xx, a problem for each refusal, and nothing of its inside', async () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method, path })),
    );
    const bad: object[] = [];
    for (const [number, { method, path }] of operations.entries()) bad.push(...(await askFor(method, path, number)));

    expect(operations.length).toBeGreaterThan(130);
    expect(bad).toEqual([]);
  }, 120_000);

  async function askFor(method: string, path: string, number: number): Promise<object[]> {
    const owner = await kitchen.member();
    const all = hostileRequests(document, method, path, await plainOf(path, owner));
    const clients = [kitchen.guest, owner.api, ...(await Promise.all(CAST.slice(2).map(join)))];
    const bad: object[] = [];
    for (const [index, request] of all.filter((_, at) => isTried(at, number)).entries()) {
      const who = index % CAST.length;
      const answer = await clients[who]!.send(request.method, `/${request.path}`, request.body, request.headers);
      const wrong = whatIsWrong(answer);
      if (wrong) bad.push({ who: CAST[who], wrong, request: shown(request), text: answer.text.slice(0, 300) });
      // Some of it is taken, and ends the session or the account.
      if (answer.status === 401 && who > 0) clients[who] = await join(CAST[who]!);
    }
    return bad;
  }

  async function join(who: (typeof CAST)[number]): Promise<Api> {
    return (await kitchen.member(who === 'moderator' || who === 'admin' ? { role: who } : {})).api;
  }

  /** With the owner's things in it. */
  async function plainOf(path: string, owner: Member): Promise<string> {
    if (!path.includes('{')) return path;
    const [, room = ''] = /^\/api\/v1\/([\w-]+)/.exec(path) ?? [];
    return path
      .replace('{username}', owner.username)
      .replace(/\{\w+\}/, await idOf(room, owner))
      .replace(/\{\w+\}/g, '1');
  }

  async function idOf(room: string, owner: Member): Promise<string> {
    if (room === 'posts') return publish(owner);
    if (room === 'comments') return (await comment(owner, await publish(owner), 'Seen')).id;
    if (room === 'todos') return (await todo(owner)).id;
    if (room === 'todo-lists') return (await todoList(owner)).id;
    return NOBODY;
  }
});

function whatIsWrong({ status, headers, text, body }: Answer): string | undefined {
  if (status >= 500) return 'a mistake of ours';
  if (INSIDE.test(text)) return 'it tells of the inside';
  if (status < 400 || text === '') return undefined;
  const type = headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) return `no problem, but ${type}`;
  const isWhole =
    body.status === status && /^\w+\.\w+$/.test(body.code) && body.requestId && body.type.includes(body.code);
  return isWhole ? undefined : 'half of a problem';
}

function shown({ method, path, body, headers }: HostileRequest): object {
  return { method, path: path.slice(0, 200), body: body?.slice(0, 200), headers };
}

/** One of each eleven, and not the same of every eleven: lists of what is bad may be as long as that. */
function isTried(at: number, operation: number): boolean {
  return at % EVERY === (operation + Math.floor(at / EVERY)) % EVERY;
}
