import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './platform/config/load-config.js';
import { Connections } from './platform/database/connections.js';
import { gateWrites } from './platform/http/gates/gate-writes.js';
import { setUpFastify } from './platform/http/fastify.setup.js';
import { ProblemFilter } from './platform/http/problem.filter.js';
import { RequestValidationPipe } from './platform/http/request-validation.pipe.js';
import { serverOptions } from './platform/http/server-options.js';
import { Readiness } from './platform/lifecycle/readiness.js';
import { AccessLog } from './platform/logging/access-log.js';
import { createLog } from './platform/logging/log.js';
import { NestLog } from './platform/logging/nest-log.js';
import { Metrics } from './platform/metrics/metrics.js';
import { serveOpenApi } from './platform/openapi/serve-openapi.js';
import { PublicAnswers } from './platform/public-answers/public-answers.js';
import { serveAssets } from './platform/pages/serve-assets.js';

const NOT_OF_THE_API = [
  'health/live',
  'health/ready',
  '/',
  'metrics',
  'problems',
  'problems/:code',
  'blog',
  'blog/:slug',
  'feeds/:file',
  'feeds/posts/:id/:file',
  'robots.txt',
  'sitemap.xml',
  'sitemaps/:file',
  'verify-email',
  'reset-password',
  'sign-in',
];

/** Everything of the application but listening: shared by `main.ts` and the end-to-end tests. */
export async function createApp(config: Config, logTo?: DestinationStream): Promise<NestFastifyApplication> {
  const logger = createLog(config.get('LOG_LEVEL'), logTo);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config, logger),
    new FastifyAdapter(
      serverOptions(config, (error, request, reply) => {
        app.get(ProblemFilter).answer(error, request, reply);
      }),
    ),
    { logger: new NestLog(logger), bodyParser: false, abortOnError: false, forceCloseConnections: false },
  );
  app.setGlobalPrefix('api/v1', { exclude: NOT_OF_THE_API });
  app.useGlobalPipes(new RequestValidationPipe());
  await setUpFastify(app.getHttpAdapter().getInstance(), {
    config,
    log: logger,
    accessLog: new AccessLog(logger, logTo),
    readiness: app.get(Readiness),
    metrics: app.get(Metrics),
    publicAnswers: app.get(PublicAnswers),
    connections: app.get(Connections),
  });
  await serveAssets(app.getHttpAdapter().getInstance());
  serveOpenApi(app);
  gateWrites(app);
  await app.init();
  return app;
}
