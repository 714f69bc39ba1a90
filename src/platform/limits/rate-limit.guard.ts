import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/load-config.js';
import { ClientAddress } from '../http/client-address.js';
import { isRead } from '../http/reads.js';
import { networkOf } from './network.js';
import type { Quota } from './quota.js';
import { admit, Quotas } from './quotas.js';
import { RATE_LIMIT } from './rate-limit.decorator.js';
import { WriteCounter } from './write-counter.js';

/**
 * Refuses with 429 what is more than a quota: every write by the member's or the address's own, and what `@RateLimit()` says of
 * a route. It comes before all that opens a transaction, which what is refused shall not do, and which could take a count back.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
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

  canActivate(context: ExecutionContext): true | Promise<true> {
    if (!this.isOn) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const quota = this.reflector.get<Quota | undefined>(RATE_LIMIT, context.getHandler());
    const network = () => networkOf(this.address.of(request));
    if (!isRead(request)) admit(this.writes.quota, this.writes.take(request.user?.id ?? network()));
    return quota ? this.quotas.take(quota, network()).then(() => true as const) : true;
  }
}
