import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { IdempotencyModule } from '../../idempotency/idempotency.module.js';
import { LimitsModule } from '../../limits/limits.module.js';
import { LeftFiles } from '../uploads/temporary-files.js';
import { UploadInterceptor } from '../uploads/upload.interceptor.js';
import { RefuseUnreadInputGuard } from './refuse-unread-input.guard.js';
import { WriteGates } from './write-gates.js';

/** What stands between the guard of the auth room and the controllers. Imported last, since guards are asked in the order of modules. */
@Module({
  imports: [LimitsModule, IdempotencyModule],
  providers: [UploadInterceptor, LeftFiles, WriteGates, { provide: APP_GUARD, useClass: RefuseUnreadInputGuard }],
})
export class GatesModule {}
