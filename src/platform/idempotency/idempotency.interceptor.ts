import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Database } from '../database/database.js';
import { idempotencyErrors } from '../errors/http.errors.js';
import { entityTag } from '../http/etag.js';
import { versionOf } from '../http/version.js';
import { IdempotencyRepository, type KeptAnswer } from './idempotency.repository.js';
import { IGNORES_KEY } from './ignores-idempotency-key.decorator.js';
import { SHOWN_ONCE } from './shown-once.decorator.js';

const VALID_KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * `Idempotency-Key` on every authenticated POST (IETF draft-ietf-httpapi-idempotency-key-header) but those that ignore it. The answer is kept in the
 * transaction of the write itself: either both are there or neither. Errors are not kept, so a repeat tries again; nor are
 * secrets that are shown once.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly answers: IdempotencyRepository,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    const isIgnored = this.reflector.get<boolean | undefined>(IGNORES_KEY, context.getHandler()) === true;
    if (request.method !== 'POST' || key === undefined || !request.user || isIgnored) return next.handle();
    if (typeof key !== 'string' || !VALID_KEY.test(key)) throw idempotencyErrors.invalidKey();
    return from(this.once(request.user.id, key, context, next));
  }

  private once(userId: string, key: string, context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const secrets = this.reflector.get<string[] | undefined>(SHOWN_ONCE, context.getHandler()) ?? [];
    const fingerprint = fingerprintOf(request);
    return this.database.transaction(async () => {
      if (!(await this.answers.tryLock(userId, key))) {
        throw idempotencyErrors.inProgress({ headers: { 'retry-after': '1' } });
      }
      const earlier = await this.answers.find(userId, key);
      if (earlier) return replay(earlier, fingerprint, reply);
      const view: unknown = await lastValueFrom(next.handle());
      await this.answers.keep(userId, key, toKeptAnswer(fingerprint, without(secrets, view), reply));
      return view;
    });
  }
}

function fingerprintOf({ method, url, body, upload }: FastifyRequest): string {
  return createHash('sha256')
    .update(`${method} ${url}\n${JSON.stringify(body)}${upload?.fingerprint ?? ''}`)
    .digest('base64url');
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
