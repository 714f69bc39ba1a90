import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import compress from '@fastify/compress';
import type { Config } from '../config/load-config.js';
import type { Connections } from '../database/connections.js';
import { withoutRedaction } from '../logging/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { measureRequests } from '../metrics/request-metrics.js';
import { closeIdleConnections } from '../lifecycle/idle-connections.js';
import type { PublicAnswers } from '../public-answers/public-answers.js';
import type { Readiness } from '../lifecycle/readiness.js';
import { logRequests } from './access-log.js';
import { takeJsonBodies } from './body-parser.js';
import { setCachePolicy } from './cache-policy.js';
import { compression } from './compression.js';
import { addEntityTags } from './etag.js';
import { linkNextPages } from './link-header.js';
import { traceRequests } from '../tracing/spans.js';
import { shedLoad } from './load-shedding.js';
import { endSlowBodies } from './slow-bodies.js';
import { openRequestContexts } from './request-context.js';
import { addSecurityHeaders } from './security-headers.js';
import { takeForms } from './uploads/take-forms.js';

/** What of the application takes part in every request. */
interface Parts {
  config: Config;
  log: Logger;
  readiness: Readiness;
  metrics: Metrics;
  publicAnswers: PublicAnswers;
  connections: Connections;
}

/** What every request and answer goes through around Nest, in this order. */
export async function setUpFastify(fastify: FastifyInstance, parts: Parts): Promise<void> {
  const { config, log, readiness, metrics, publicAnswers, connections } = parts;
  closeIdleConnections(fastify);
  openRequestContexts(fastify);
  traceRequests(fastify);
  measureRequests(fastify, metrics);
  logRequests(fastify, withoutRedaction(log));
  readiness.turnClientsAway(fastify);
  linkNextPages(fastify);
  addEntityTags(fastify);
  setCachePolicy(fastify);
  addSecurityHeaders(fastify);
  publicAnswers.serve(fastify, readiness);
  await fastify.register(compress, compression);
  takeJsonBodies(fastify);
  endSlowBodies(fastify);
  shedLoad(fastify, {
    most: config.get('MAX_IN_FLIGHT'),
    poolSize: config.get('DATABASE_POOL_SIZE'),
    hasFreeConnection: () => connections.hasFree,
    log: withoutRedaction(log),
  });
  await takeForms(fastify);
}
