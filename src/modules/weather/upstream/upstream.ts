import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/load-config.js';
import { HealthParts } from '../../../platform/lifecycle/health-parts.js';
import { Log } from '../../../platform/logging/log.js';
import { Metrics } from '../../../platform/metrics/metrics.js';
import { CircuitBreaker } from '../../../platform/upstreams/circuit-breaker.js';
import { UpstreamFailure } from '../source/upstream-failure.js';
import type { Call } from '../source/weather-source.js';
import { CallBudgetRepository } from './call-budget.repository.js';

const WATCHED: ConstructorParameters<typeof CircuitBreaker>[1] = {
  failures: 5,
  isOutage: (error) => !(error instanceof UpstreamFailure) || error.isOutage,
  resting: (seconds) => new UpstreamFailure('resting', undefined, seconds),
};

/** The way out to the weather service: bounded in time, within the budget, and not while the service is down. */
@Injectable()
export class Upstream {
  private readonly timeoutMillis: number;
  private readonly calls;
  private readonly breakers: Readonly<Record<Call<unknown>['service'], CircuitBreaker>>;

  constructor(
    private readonly budget: CallBudgetRepository,
    private readonly log: Log,
    clock: Clock,
    config: Config,
    metrics: Metrics,
    parts: HealthParts,
  ) {
    this.timeoutMillis = config.get('WEATHER_TIMEOUT_MS');
    this.breakers = { places: new CircuitBreaker(clock, WATCHED), forecast: new CircuitBreaker(clock, WATCHED) };
    this.calls = metrics.counter('weather_calls_total', 'Calls to the weather service, and how they ended.', [
      'service',
      'outcome',
    ]);
    metrics.gauge(
      'weather_calls_left',
      'Calls that the budget of all replicas still allows in the minute, hour and day.',
      async () => Object.entries(await budget.left()).map(([window, value]) => ({ labels: { window }, value })),
      ['window'],
    );
    metrics.gauge(
      'weather_breaker_open',
      '1 while a service of the weather rests after failures.',
      () =>
        Object.entries(this.breakers).map(([service, { isOpen }]) => ({ labels: { service }, value: Number(isOpen) })),
      ['service'],
    );
    parts.add('weather', () => {
      const resting = Object.entries(this.breakers).flatMap(([service, { isOpen }]) => (isOpen ? service : []));
      return resting.length > 0 ? `The service rests after failures: ${resting.join(', ')}.` : undefined;
    });
  }

  /** @throws UpstreamFailure while the service rests. */
  check({ service }: Call<unknown>): void {
    this.breakers[service].check();
  }

  /** Makes a call. No connection to the database is held meanwhile. @throws UpstreamFailure */
  async make<T>({ service, cost, make }: Call<T>): Promise<T> {
    this.breakers[service].check();
    const wait = await this.budget.spend(cost);
    if (wait > 0) throw new UpstreamFailure('exhausted', undefined, wait);
    try {
      const result = await this.breakers[service].watch(() => make(AbortSignal.timeout(this.timeoutMillis)));
      this.calls.inc({ service, outcome: 'answered' });
      return result;
    } catch (error) {
      this.calls.inc({ service, outcome: error instanceof UpstreamFailure ? error.reason : 'failed' });
      this.log.warn({ err: error, service }, 'the weather service failed');
      if (error instanceof UpstreamFailure && error.reason === 'limited') {
        await this.budget.pause(error.retryAfterSeconds);
      }
      throw error;
    }
  }
}
