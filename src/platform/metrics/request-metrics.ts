import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Rate, errors and duration of requests, by the route's template: a path with ids in it would make a series of each. */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics): void {
  if (!metrics.isOn) return;
  const durations = metrics.durations('http_request_duration_seconds', 'Time from the first byte to the last.', [
    'method',
    'route',
    'status',
  ]);
  let inFlight = 0;
  metrics.gauge('http_requests_in_flight', 'Requests that are being answered.', () => [{ value: inFlight }]);

  fastify.addHook('onRequest', (_request, reply, done) => {
    inFlight++;
    // Not `onResponse`, which does not come when the client has hung up.
    reply.raw.once('close', () => inFlight--);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    durations.observe(
      { method, route: routeOptions.url ?? '(none)', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    done();
  });
}
