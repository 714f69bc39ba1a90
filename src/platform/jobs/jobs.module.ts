import { Global, Module } from '@nestjs/common';
import { Housekeeping } from './housekeeping.js';
import { Jobs } from './jobs.js';

/** What happens without a request: {@link Jobs} that must be done, and {@link Housekeeping} that nobody waits for. */
@Global()
@Module({ providers: [Housekeeping, Jobs], exports: [Housekeeping, Jobs] })
export class JobsModule {}
