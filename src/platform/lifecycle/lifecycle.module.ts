import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthParts } from './health-parts.js';
import { HealthService } from './health.service.js';
import { PlatformParts } from './platform-parts.js';
import { Readiness } from './readiness.js';

@Global()
@Module({
  controllers: [HealthController],
  providers: [HealthService, HealthParts, PlatformParts, Readiness],
  exports: [HealthParts, Readiness],
})
export class LifecycleModule {}
