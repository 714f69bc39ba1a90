import { newKey } from './keys.js';
import type { ExpectedAsk } from './load.js';
import type { Ask, Question } from './question.js';
import type { Server } from './server.js';

/**
 * Asks everything once, to know what must come back each time.
 *
 * @throws Error if a server answers with another status than it should.
 */
export async function expectedOf(question: Question, server: Server): Promise<ExpectedAsk[][]> {
  const known = new Map<string, Promise<ExpectedAsk>>();
  const expect = (ask: Ask): Promise<ExpectedAsk> => {
    const key = JSON.stringify(ask);
    if (!known.has(key)) known.set(key, question.isRevalidation ? revalidation(ask, server) : expected(ask, server));
    return known.get(key)!;
  };
  return Promise.all(question.asks.map((turns) => Promise.all(turns.map(expect))));
}

/** Sends it as the load does: without asking for compression. @throws Error for another status than expected. */
export async function send(ask: Ask, server: Server): Promise<Response> {
  const { method, path, headers, body, status, isKeyed } = ask;
  const expected = status ?? (method === 'POST' ? 201 : 200);
  const response = await fetch(server.origin + path, {
    method,
    redirect: 'manual',
    headers: {
      'accept-encoding': 'identity',
      ...headers,
      ...(isKeyed && { 'idempotency-key': newKey() }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  if (response.status === expected) return response;
  throw new Error(`${method} ${server.origin}${path} answers ${response.status}: ${await response.text()}`);
}

async function expected(ask: Ask, server: Server): Promise<ExpectedAsk> {
  // What writes gives another answer each time, and is not done once more than it is measured.
  if (ask.method !== 'GET') return { ...ask, status: ask.status ?? (ask.method === 'POST' ? 201 : 200) };
  const response = await send(ask, server);
  return { ...ask, status: response.status, answer: new Uint8Array(await response.arrayBuffer()) };
}

async function revalidation(ask: Ask, server: Server): Promise<ExpectedAsk> {
  const tag = (await send(ask, server)).headers.get('etag');
  if (tag === null) throw new Error(`${server.origin}${ask.path} has no ETag.`);
  return { ...ask, headers: { ...ask.headers, 'if-none-match': tag }, status: 304, answer: new Uint8Array() };
}
