import { Module } from '@nestjs/common';
import { Housekeeping } from '../jobs/housekeeping.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyRepository } from './idempotency.repository.js';

@Module({
  providers: [IdempotencyRepository, Idempotency],
  exports: [Idempotency],
})
export class IdempotencyModule {
  constructor(housekeeping: Housekeeping, answers: IdempotencyRepository) {
    housekeeping.add('expired idempotency keys', () => answers.deleteExpired());
  }
}
