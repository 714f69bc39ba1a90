import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import { idempotencyErrors } from '../errors/http.errors.js';
import { entityTag } from '../http/etag.js';
import { type Handler, inPlaceOf } from '../http/handler.js';
import { currentReply, currentRequest } from '../http/request-context.js';
import { versionOf } from '../http/version.js';
import { IdempotencyRepository, isKept, type KeptAnswer } from './idempotency.repository.js';
import { IGNORES_KEY } from './ignores-idempotency-key.decorator.js';
import { SHOWN_ONCE } from './shown-once.decorator.js';

const VALID_KEY = /^[\x21-\x7e]{1,255}$/;

/** What a key was sent with. */
interface Keyed {
  userId: string;
  key: string;
  /** Of the request that it belongs to. */
  fingerprint: string;
}

/**
 * `Idempotency-Key` on every authenticated POST (IETF draft-ietf-httpapi-idempotency-key-header) but those that ignore it. The answer is kept in the
 * transaction of the write itself: either both are there or neither. Errors are not kept, so a repeat tries again; nor are
 * secrets that are shown once.
 */
@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
    private readonly answers: IdempotencyRepository,
  ) {}

  /** The handler, which does nothing again that it has done under the same key. */
  around(handler: Handler): Handler {
    const isIgnored = Reflect.getMetadata(IGNORES_KEY, handler) === true;
    const secrets = (Reflect.getMetadata(SHOWN_ONCE, handler) ?? []) as string[];
    const once = this.once.bind(this, secrets);
    return inPlaceOf(handler, function (this: object, ...input) {
      const work = () => handler.apply(this, input);
      const [request, reply] = [currentRequest(), currentReply()];
      const keyed = isIgnored || !request ? undefined : keyOf(request);
      return keyed && reply ? once(keyed, reply, work) : work();
    });
  }

  private async once(secrets: string[], keyed: Keyed, reply: FastifyReply, work: () => unknown): Promise<unknown> {
    try {
      return await this.attempt(secrets, keyed, reply, work);
    } catch (error) {
      // Somebody kept an answer between the look and the work, of which nothing is left.
      if (isKept(error)) return this.attempt(secrets, keyed, reply, work);
      throw error;
    }
  }

  private attempt(secrets: string[], keyed: Keyed, reply: FastifyReply, work: () => unknown): Promise<unknown> {
    const { userId, key, fingerprint } = keyed;
    return this.database.transaction(async () => {
      const { isTaken, earlier } = await this.answers.take(userId, key);
      if (!isTaken) throw idempotencyErrors.inProgress({ headers: { 'retry-after': '1' } });
      if (earlier) return replay(earlier, fingerprint, reply);
      const view = await work();
      await this.answers.keep(userId, key, toKeptAnswer(fingerprint, without(secrets, view), reply));
      return view;
    });
  }
}

/** @returns undefined where a key would mean nothing. */
function keyOf(request: FastifyRequest): Keyed | undefined {
  const { method, user, headers } = request;
  const key = headers['idempotency-key'];
  if (method !== 'POST' || key === undefined || !user) return undefined;
  if (typeof key !== 'string' || !VALID_KEY.test(key)) throw idempotencyErrors.invalidKey();
  return { userId: user.id, key, fingerprint: fingerprintOf(request) };
}

function fingerprintOf({ method, url, body, upload }: FastifyRequest): string {
  return hash('sha256', `${method} ${url}\n${JSON.stringify(body)}${upload?.fingerprint ?? ''}`, 'base64url');
}

function toKeptAnswer(fingerprint: string, view: unknown, reply: FastifyReply): KeptAnswer {
  const body = view === undefined ? null : JSON.stringify(view);
  const location = reply.getHeader('location');
  const headers = {
    ...(typeof location === 'string' && { location }),
    ...(body !== null && { etag: entityTag(body, versionOf(view)) }),
  };
  return { fingerprint, status: reply.statusCode, headers, body };
}

function replay(earlier: KeptAnswer, fingerprint: string, reply: FastifyReply): unknown {
  if (earlier.fingerprint !== fingerprint) throw idempotencyErrors.keyReused();
  void reply.code(earlier.status).headers({ ...earlier.headers, 'idempotency-replayed': 'true' });
  return earlier.body === null ? undefined : JSON.parse(earlier.body);
}

function without(secrets: string[], view: unknown): unknown {
  if (secrets.length === 0) return view;
  return { ...(view as object), ...Object.fromEntries(secrets.map((field) => [field, null])) };
}
