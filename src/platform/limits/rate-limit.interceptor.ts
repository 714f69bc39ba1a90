import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, type Observable, switchMap } from 'rxjs';
import { Config } from '../config/load-config.js';
import { httpErrors } from '../errors/http.errors.js';
import { ClientAddress } from '../http/client-address.js';
import { LimitKeys } from './limit-keys.js';
import { networkOf } from './network.js';
import type { Allowance, Quota } from './quota.js';
import { QuotasRepository } from './quotas.repository.js';
import { tellLimit } from './rate-limit-headers.js';
import { RATE_LIMIT } from './rate-limit.decorator.js';
import { WriteCounter } from './write-counter.js';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses with 429 what is more than a quota: every write by the member's or the address's own, and what `@RateLimit()` says of
 * a route. It is the first interceptor, so that what is refused opens no transaction, and none takes a count back.
 */
@Injectable()
export class RateLimitInterceptor implements NestInterceptor {
  private readonly isOn: boolean;

  constructor(
    config: Config,
    private readonly reflector: Reflector,
    private readonly address: ClientAddress,
    private readonly writes: WriteCounter,
    private readonly quotas: QuotasRepository,
    private readonly keys: LimitKeys,
  ) {
    this.isOn = config.get('RATE_LIMITS') === 'on';
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!this.isOn || READS.includes(request.method)) return next.handle();
    admit(this.writes.quota, this.writes.take(request.user?.id ?? networkOf(this.address.of(request))));
    const quota = this.reflector.get<Quota | undefined>(RATE_LIMIT, context.getHandler());
    return quota ? from(this.count(quota, request)).pipe(switchMap(() => next.handle())) : next.handle();
  }

  private async count(quota: Quota, request: FastifyRequest): Promise<void> {
    const key = this.keys.of(quota.name, networkOf(this.address.of(request)));
    admit(quota, await this.quotas.take(key, quota));
  }
}

function admit(quota: Quota, allowance: Allowance): void {
  tellLimit(quota, allowance);
  if (!allowance.isAdmitted) {
    throw httpErrors.tooManyRequests({ headers: { 'retry-after': String(allowance.resetSeconds) } });
  }
}
