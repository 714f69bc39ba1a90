import type { FastifyInstance } from 'fastify';
import type { Log } from '../logging/log.js';
import { traceIds } from '../tracing/spans.js';

/** One line per answer. The route's template, not the path: ids and search words stay out of the log. */
export function logRequests(fastify: FastifyInstance, log: Log): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const line = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      memberId: request.user?.id,
      ...traceIds(request),
    };
    log.info(line, 'answered');
    done();
  });
}
