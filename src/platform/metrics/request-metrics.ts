import type { ServerResponse } from 'node:http';
import type { Metrics } from './metrics.js';

/** Rate, errors and duration of requests, by the route's template: a path with ids in it would make a series of each. */
export class RequestMetrics {
  private inFlight = 0;
  private readonly durations;

  constructor(metrics: Metrics) {
    this.durations = metrics.durations('http_request_duration_seconds', 'Time from the first byte to the last.', [
      'method',
      'route',
      'status',
    ]);
    metrics.gauge('http_requests_in_flight', 'Requests that are being answered.', () => [{ value: this.inFlight }]);
  }

  countInFlight(response: ServerResponse): void {
    this.inFlight++;
    // Not `finish`, which does not come when the client has hung up.
    response.once('close', () => this.inFlight--);
  }

  observe({ method, route, status }: { method: string; route: string; status: number }, millis: number): void {
    this.durations.observe({ method, route, status: String(status) }, millis / 1000);
  }
}
