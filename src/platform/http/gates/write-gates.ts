import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { IdempotencyInterceptor } from '../../idempotency/idempotency.interceptor.js';
import { RateLimitInterceptor } from '../../limits/rate-limit.interceptor.js';
import { UploadInterceptor } from '../uploads/upload.interceptor.js';

/** The gates of each application that runs in this process; tests have several. */
const gatesOf = new WeakMap<FastifyInstance, WriteGates>();

/**
 * What every write goes through between the guard and its controller: what is too much is refused, files are received, and what
 * has been done already is not done again. In this order, so that nothing is received in vain, and no transaction is open before
 * it must be.
 *
 * Reads are not sent through here (see `gate-writes.ts`), but those that have a limit of their own.
 */
@Injectable()
export class WriteGates {
  private readonly gates: readonly NestInterceptor[];

  constructor(
    host: HttpAdapterHost<FastifyAdapter>,
    limit: RateLimitInterceptor,
    upload: UploadInterceptor,
    idempotency: IdempotencyInterceptor,
  ) {
    this.gates = [limit, upload, idempotency];
    gatesOf.set(host.httpAdapter.getInstance(), this);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const passed = this.gates.reduceRight<CallHandler>(
      (inner, gate) => ({ handle: () => gate.intercept(context, inner) as Observable<unknown> }),
      next,
    );
    return passed.handle();
  }
}

/** Stands at every route that writes, and leads to the gates of the application that the request came to. */
export const AT_THE_GATES: NestInterceptor = {
  intercept(context, next) {
    const { server } = context.switchToHttp().getRequest<FastifyRequest>();
    const gates = gatesOf.get(server);
    if (!gates) throw new Error('This application has no gates.');
    return gates.intercept(context, next);
  },
};
