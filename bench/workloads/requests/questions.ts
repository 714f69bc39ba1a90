import { idOf, slugOf } from '../../data/names.js';
import { SIGNED_IN } from '../../data/restore.js';
import { bearerOf } from '../../data/tokens.js';
import { type Ask, get, type Question } from '../../harness/question.js';

const API = '/api/v1';
/** Some post in the middle that has comments, at every size. */
export const POST = 500;

/** Who reads; all others who are signed in write. */
const READER = 1;
const WRITERS = Array.from({ length: SIGNED_IN - 1 }, (_, at) => READER + 1 + at);

/** What guests ask for. */
export const guestReads: readonly Question[] = [
  get(`${API}/posts?limit=10`, { name: 'R1 GET /posts?limit=10' }),
  get(`${API}/posts?limit=20`, { name: 'R1 GET /posts?limit=20' }),
  get(`${API}/posts/${slugOf(POST)}`, { name: 'R2 GET /posts/:slug' }),
  get(`${API}/posts/${idOf('post', POST)}/comments`, { name: 'R3 GET /posts/:id/comments' }),
];

export function memberReads(jwtSecret: string): Question[] {
  const headers = bearerOf(READER, jwtSecret);
  return [
    get(`${API}/todos`, { name: 'R4 GET /todos', headers }),
    get(`${API}/posts/${slugOf(POST)}`, { name: 'R5 GET /posts/:slug, signed in', headers }),
  ];
}

/** Each way of looking at one's todos: each has an index. */
export function todoViews(jwtSecret: string): Question[] {
  const headers = bearerOf(READER, jwtSecret);
  const views = [
    ...['due=overdue', 'due=today', 'due=week', 'due=none', 'sort=due', 'sort=newest', 'done=false'],
    ...['doneSince=2025-01-01T00:00:00Z', 'label=errand', 'priority=1', 'q=soup'],
  ].map((view) => `/todos?${view}`);
  return [...views, '/todos/summary', '/todo-labels'].map((path) =>
    get(`${API}${path}`, { name: `GET ${path}`, headers }),
  );
}

/** Each connection is another member's, since what one member writes waits in line. */
export function writes(jwtSecret: string): Question[] {
  const writers = WRITERS.map((n) => ({ n, headers: bearerOf(n, jwtSecret) }));
  return [
    {
      name: 'W1 POST /todos',
      asks: writers.map(({ headers }) => [addTodo(headers)]),
    },
    {
      name: 'W2 PUT, DELETE /todos/:id/completion',
      asks: writers.map(({ n, headers }) => {
        const path = `${API}/todos/${idOf('todo', n * 100 + 1)}/completion`;
        return [
          { method: 'PUT', path, headers },
          { method: 'DELETE', path, headers },
        ];
      }),
    },
    {
      name: 'W3 POST /posts/:id/comments',
      asks: writers.map(({ n, headers }) => [addComment(n, headers)]),
    },
  ];
}

/** W1 with what clients do that may have to repeat it. */
export function keyedWrite(jwtSecret: string): Question {
  return {
    name: 'W1 POST /todos (keyed)',
    asks: WRITERS.map((n) => [{ ...addTodo(bearerOf(n, jwtSecret)), isKeyed: true }]),
    arms: ['limit', 'kitchen'],
  };
}

/** Nine reads to each write, with what is read in about the frequency of a blog with members. */
export function mix(jwtSecret: string): Question {
  const reads = [...guestReads, ...guestReads, ...memberReads(jwtSecret)].flatMap(({ asks }) => asks[0]!).slice(0, 9);
  const writers = WRITERS.map((n) => ({ n, headers: bearerOf(n, jwtSecret) }));
  return {
    name: 'mix of 90 % reads',
    asks: writers.map(({ n, headers }) => [
      ...rotated(reads, n),
      addTodo(headers),
      ...rotated(reads, n + 4),
      addComment(n, headers),
    ]),
  };
}

function addTodo(headers: Record<string, string>): Ask {
  const body = JSON.stringify({ title: 'Buy flour', labels: ['errand', 'kitchen'], priority: 2 });
  return { method: 'POST', path: `${API}/todos`, headers, body };
}

/** Under a post of the writer's own choice, which no measured list shows. */
function addComment(n: number, headers: Record<string, string>): Ask {
  const body = JSON.stringify({
    body: 'I *quite* agree, and would add a pinch of salt: the soup is better the next day.',
  });
  return { method: 'POST', path: `${API}/posts/${idOf('post', 2 * n)}/comments`, headers, body };
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}
