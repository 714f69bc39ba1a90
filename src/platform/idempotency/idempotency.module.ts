import { Module } from '@nestjs/common';
import { Housekeeping } from '../jobs/housekeeping.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyRepository } from './idempotency.repository.js';

@Module({
  providers: [IdempotencyRepository, IdempotencyInterceptor],
  exports: [IdempotencyInterceptor],
})
export class IdempotencyModule {
  constructor(housekeeping: Housekeeping, answers: IdempotencyRepository) {
    housekeeping.add('expired idempotency keys', () => answers.deleteExpired());
  }
}
