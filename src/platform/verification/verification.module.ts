import { Global, Module } from '@nestjs/common';
import { Verification } from './verification.js';
import { VerifiedRowsRepository } from './verified-rows.repository.js';

@Global()
@Module({ providers: [Verification, VerifiedRowsRepository], exports: [Verification] })
export class VerificationModule {}
