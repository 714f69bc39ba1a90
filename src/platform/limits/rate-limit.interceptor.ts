import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, type Observable, switchMap } from 'rxjs';
import { Config } from '../config/load-config.js';
import { ClientAddress } from '../http/client-address.js';
import { networkOf } from './network.js';
import type { Quota } from './quota.js';
import { admit, Quotas } from './quotas.js';
import { RATE_LIMIT } from './rate-limit.decorator.js';
import { WriteCounter } from './write-counter.js';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses with 429 what is more than a quota: every write by the member's or the address's own, and what `@RateLimit()` says of
 * a route. It comes before all that opens a transaction, which what is refused shall not do, and which could take a count back.
 */
@Injectable()
export class RateLimitInterceptor implements NestInterceptor {
  private readonly isOn: boolean;

  constructor(
    config: Config,
    private readonly reflector: Reflector,
    private readonly address: ClientAddress,
    private readonly writes: WriteCounter,
    private readonly quotas: Quotas,
  ) {
    this.isOn = config.get('RATE_LIMITS') === 'on';
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const isWrite = !READS.includes(request.method);
    const quota = this.reflector.get<Quota | undefined>(RATE_LIMIT, context.getHandler());
    if (!this.isOn || !(isWrite || quota)) return next.handle();
    const network = networkOf(this.address.of(request));
    if (isWrite) admit(this.writes.quota, this.writes.take(request.user?.id ?? network));
    return quota ? from(this.quotas.take(quota, network)).pipe(switchMap(() => next.handle())) : next.handle();
  }
}
