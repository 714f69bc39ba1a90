import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { AccessLog, Answered } from '../logging/access-log.js';
import type { Metrics } from '../metrics/metrics.js';
import { RequestMetrics } from '../metrics/request-metrics.js';
import { traceIds } from '../tracing/spans.js';

type Description = Omit<Answered, 'status' | 'durationMs'>;

/** What operators are told of every request, whoever answers it: a line in the log, and metrics. */
export class RequestRecords {
  private readonly metrics: RequestMetrics | undefined;

  constructor(
    private readonly log: AccessLog,
    metrics: Metrics,
  ) {
    this.metrics = metrics.isOn ? new RequestMetrics(metrics) : undefined;
  }

  /** To be called when a request has come in. `describe` is called once it has been answered, which it is not when the client hangs up. */
  open(response: ServerResponse, describe: () => Description): void {
    const startedAt = performance.now();
    this.metrics?.countInFlight(response);
    response.on('finish', () => {
      const millis = performance.now() - startedAt;
      const { requestId, method, route, ...rest } = describe();
      const status = response.statusCode;
      this.metrics?.observe({ method, route, status }, millis);
      this.log.write({ requestId, method, route, status, durationMs: Math.round(millis * 10) / 10, ...rest });
    });
  }
}

export function recordRequests(fastify: FastifyInstance, records: RequestRecords): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    records.open(reply.raw, () => ({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      memberId: request.user?.id,
      ...traceIds(request),
    }));
    done();
  });
}
