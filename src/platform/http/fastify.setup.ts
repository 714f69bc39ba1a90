import type { FastifyInstance } from 'fastify';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import type { Config } from '../config/load-config.js';
import type { Connections } from '../database/connections.js';
import type { AccessLog } from '../logging/access-log.js';
import type { Log } from '../logging/log.js';
import type { Metrics } from '../metrics/metrics.js';
import { closeIdleConnections } from '../lifecycle/idle-connections.js';
import type { PublicAnswers } from '../public-answers/public-answers.js';
import type { Readiness } from '../lifecycle/readiness.js';
import { tellMethods } from './allowed-methods.js';
import { takeJsonBodies } from './body-parser.js';
import { setCachePolicy } from './cache-policy.js';
import { compression } from './compression.js';
import { corsOptions } from './cors.js';
import { addEntityTags, leaveOutWhatIsKnown } from './etag.js';
import { linkNextPages } from './link-header.js';
import { traceRequests } from '../tracing/spans.js';
import { shedLoad } from './load-shedding.js';
import { endSlowBodies } from './slow-bodies.js';
import { openRequestContexts } from './request-context.js';
import { RequestRecords, recordRequests } from './request-records.js';
import { addHeadersOfAll } from './security-headers.js';
import { takeForms } from './uploads/take-forms.js';

/** What of the application takes part in every request. */
interface Parts {
  config: Config;
  log: Log;
  accessLog: AccessLog;
  readiness: Readiness;
  metrics: Metrics;
  publicAnswers: PublicAnswers;
  connections: Connections;
}

/** What every request and answer goes through around Nest, in this order. */
export async function setUpFastify(fastify: FastifyInstance, parts: Parts): Promise<void> {
  const { config, log, accessLog, readiness, metrics, publicAnswers, connections } = parts;
  const records = new RequestRecords(accessLog, metrics);
  // Most requests of guests get no further than this.
  publicAnswers.standBefore(fastify, readiness, records);

  closeIdleConnections(fastify);
  openRequestContexts(fastify);
  traceRequests(fastify);
  recordRequests(fastify, records);
  addHeadersOfAll(fastify);
  tellMethods(fastify);
  await fastify.register(cors, corsOptions(config));
  publicAnswers.answerTogether(fastify, readiness);
  takeJsonBodies(fastify);
  endSlowBodies(fastify);
  shedLoad(fastify, {
    most: config.get('MAX_IN_FLIGHT'),
    poolSize: config.get('DATABASE_POOL_SIZE'),
    hasFreeConnection: () => connections.hasFree,
    log,
  });
  await takeForms(fastify);

  linkNextPages(fastify);
  addEntityTags(fastify);
  setCachePolicy(fastify);
  publicAnswers.keepForOthers(fastify);
  readiness.turnClientsAway(fastify);
  leaveOutWhatIsKnown(fastify);
  await fastify.register(compress, compression);
}
