import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { fold } from '../../../src/modules/comments/text/comment-texts.js';
import { Positions } from '../../../src/modules/todos/positions.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { readConversation } from '../../../src/platform/markdown/markdown.js';
import { first, one } from './answers.js';
import { memberOf } from './members.js';
import { Refusal } from './refusal.js';
import * as statements from './statements.js';

const positions = new Positions(new Clock());
const [completion, reopening] = [statements.setDone(true), statements.setDone(false)];

/** What was made, and where it is. */
export interface Created {
  json: string;
  location: string;
}

export async function addTodo(request: IncomingMessage): Promise<Created> {
  const [ownerId, fields] = await readBy(request);
  const { title, notes = null, priority = 4, labels = [], ...others } = fields;
  const isValid =
    isText(title, 500) &&
    (notes === null || isText(notes, 20_000)) &&
    Number.isInteger(priority) &&
    Number(priority) >= 1 &&
    Number(priority) <= 4 &&
    Array.isArray(labels) &&
    labels.length <= 20 &&
    labels.every((label) => isText(label, 50)) &&
    Object.keys(others).length === 0;
  if (!isValid) throw new Refusal(422);
  const id = newId();
  const values = [id, ownerId, title.trim(), notes, priority, [...new Set(labels)], positions.next()];
  const location = `/api/v1/todos/${id}`;
  const { 'idempotency-key': key } = request.headers;
  if (key === undefined) return { json: await one(statements.addTodo, values), location };
  const fingerprint = hash('sha256', `${request.method} ${request.url}\n${JSON.stringify(fields)}`, 'base64url');
  try {
    const json = await one(statements.addTodoOnce, [...values, key, fingerprint, JSON.stringify({ location })]);
    return { json, location };
  } catch (error) {
    if (!isTaken(error)) throw error;
    return keptAnswer([ownerId, key, fingerprint]);
  }
}

export async function complete(request: IncomingMessage, id: string, isDone: boolean): Promise<string> {
  return one(isDone ? completion : reopening, [id, await memberOf(request)]);
}

export async function addComment(request: IncomingMessage, postId: string): Promise<Created> {
  const [authorId, { body, ...others }] = await readBy(request);
  if (!isText(body, 10_000) || Object.keys(others).length > 0) throw new Refusal(422);
  const text = body.trim();
  const html = readConversation(text).toHtml(() => undefined);
  const digest = hash('sha256', fold(text), 'base64url');
  const id = newId();
  const json = await one(statements.addComment, [id, postId, authorId, text, html, digest]);
  return { json, location: `/api/v1/comments/${id}` };
}

/** The member, and what they sent. */
async function readBy(request: IncomingMessage): Promise<[string, Record<string, unknown>]> {
  const chunks: Buffer[] = [];
  const body = new Promise<string>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
  const [member, text] = await Promise.all([memberOf(request), body]);
  return [member, JSON.parse(text) as Record<string, unknown>];
}

/** @throws Refusal (409) while another request has the key, or when it was sent with something else. */
async function keptAnswer(values: unknown[]): Promise<Created> {
  const kept = await first<Created>(statements.keptAnswer, values);
  if (!kept) throw new Refusal(409);
  return kept;
}

/** Whether somebody has the key, or had it. */
function isTaken(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.constraint === 'idempotency_keys_pkey';
  return error instanceof Refusal;
}

function isText(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= length;
}
