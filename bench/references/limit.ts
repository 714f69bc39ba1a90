import { createServer, type IncomingMessage } from 'node:http';
import { listen } from './listen.js';
import { addComment, complete, addTodo, type Created } from './limit/writes.js';
import { memberOf } from './limit/members.js';
import { pageOf, one } from './limit/answers.js';
import * as statements from './limit/statements.js';
import { Refusal } from './limit/refusal.js';

/**
 * How fast the same answers can be given at all: Node's own HTTP server, pg, and JSON that PostgreSQL has built. What writes does
 * the same work as the application: it knows who asks, validates, renders, and stores in one transaction.
 */
interface Answer {
  status: number;
  json: string;
  location?: string;
}
type Route = (request: IncomingMessage, parameter: string) => Promise<Answer>;

const API = '/api/v1';
const [ten, twenty] = [statements.posts(10), statements.posts(20)];
const ok = (json: string) => ({ status: 200, json });
const created = (made: Created) => ({ status: 201, ...made });

const routes: readonly [method: string, path: RegExp, route: Route][] = [
  ['GET', /^\/posts\?limit=10$/, async () => ok(await pageOf(ten, [], 'posts:newest'))],
  ['GET', /^\/posts\?limit=20$/, async () => ok(await pageOf(twenty, [], 'posts:newest'))],
  ['GET', /^\/posts\/([^/?]+)$/, async (request, slug) => ok(await readPost(request, slug))],
  [
    'GET',
    /^\/posts\/([^/?]+)\/comments$/,
    async (_, id) => ok(await pageOf(statements.comments, [id], `comments:${id}:oldest`)),
  ],
  [
    'GET',
    /^\/todos$/,
    async (request) => ok(await pageOf(statements.todos, [await memberOf(request)], 'todos:position')),
  ],
  ['POST', /^\/todos$/, async (request) => created(await addTodo(request))],
  ['PUT', /^\/todos\/([^/?]+)\/completion$/, async (request, id) => ok(await complete(request, id, true))],
  ['DELETE', /^\/todos\/([^/?]+)\/completion$/, async (request, id) => ok(await complete(request, id, false))],
  ['POST', /^\/posts\/([^/?]+)\/comments$/, async (request, id) => created(await addComment(request, id))],
];

async function readPost(request: IncomingMessage, slug: string): Promise<string> {
  if (request.headers.authorization === undefined) return one(statements.post, [slug]);
  return one(statements.postForMember, [slug, await memberOf(request)]);
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const [method, path] = [request.method, request.url!.slice(API.length)];
  for (const [wanted, pattern, route] of routes) {
    const match = method === wanted ? pattern.exec(path) : null;
    if (match) return route(request, match[1] ?? '');
  }
  throw new Refusal(404);
}

const server = createServer((request, response) => {
  void answer(request)
    .catch((error: unknown): Answer => {
      if (error instanceof Refusal) return { status: error.status, json: '{}' };
      console.error(error);
      return { status: 500, json: '{}' };
    })
    .then(({ status, json, location }) => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(json),
        ...(location !== undefined && { location }),
      });
      response.end(json);
    });
});
listen(server);
