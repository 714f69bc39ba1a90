import { Global, Module } from '@nestjs/common';
import { Housekeeping } from '../jobs/housekeeping.js';
import { Attempts } from './attempts.js';
import { AttemptsRepository } from './attempts.repository.js';
import { LimitKeys } from './limit-keys.js';
import { Quotas } from './quotas.js';
import { QuotasRepository } from './quotas.repository.js';
import { RateLimitInterceptor } from './rate-limit.interceptor.js';
import { WriteCounter } from './write-counter.js';

/** How much of something one client may do (docs/adr/0026). */
@Global()
@Module({
  providers: [Attempts, AttemptsRepository, LimitKeys, Quotas, QuotasRepository, WriteCounter, RateLimitInterceptor],
  exports: [Attempts, Quotas, RateLimitInterceptor],
})
export class LimitsModule {
  constructor(housekeeping: Housekeeping, quotas: QuotasRepository, attempts: AttemptsRepository) {
    housekeeping.add('used-up quotas', () => quotas.deleteOld());
    housekeeping.add('counters of failed attempts', () => attempts.deleteOld());
  }
}
