import { Global, Module } from '@nestjs/common';
import { Housekeeping } from '../jobs/housekeeping.js';
import { Attempts } from './attempts.js';
import { AttemptsRepository } from './attempts.repository.js';
import { LimitKeys } from './limit-keys.js';
import { Quotas } from './quotas.js';
import { QuotasRepository } from './quotas.repository.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { WriteCounter } from './write-counter.js';

/** How much of something one client may do (docs/adr/0026). */
@Global()
@Module({
  providers: [Attempts, AttemptsRepository, LimitKeys, Quotas, QuotasRepository, WriteCounter, RateLimitGuard],
  exports: [Attempts, Quotas, RateLimitGuard],
})
export class LimitsModule {
  constructor(housekeeping: Housekeeping, quotas: QuotasRepository, attempts: AttemptsRepository) {
    housekeeping.add('used-up quotas', () => quotas.deleteOld());
    housekeeping.add('counters of failed attempts', () => attempts.deleteOld());
  }
}
