import { Global, Module } from '@nestjs/common';
import { DatabaseMetrics } from './database-metrics.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsServer } from './metrics-server.js';

/** What a monitoring system sees: `ops/` has a dashboard and alarms for it. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [Metrics, MetricsServer, DatabaseMetrics],
  exports: [Metrics, MetricsServer],
})
export class MetricsModule {}
