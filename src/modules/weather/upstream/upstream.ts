import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/load-config.js';
import { Log } from '../../../platform/logging/log.js';
import { UpstreamFailure } from '../source/upstream-failure.js';
import type { Call } from '../source/weather-source.js';
import { CallBudgetRepository } from './call-budget.repository.js';
import { CircuitBreaker } from './circuit-breaker.js';

/** The way out to the weather service: bounded in time, within the budget, and not while the service is down. */
@Injectable()
export class Upstream {
  private readonly timeoutMillis: number;
  private readonly breakers: Readonly<Record<Call<unknown>['service'], CircuitBreaker>>;

  constructor(
    private readonly budget: CallBudgetRepository,
    private readonly log: Log,
    clock: Clock,
    config: Config,
  ) {
    this.timeoutMillis = config.get('WEATHER_TIMEOUT_MS');
    this.breakers = { places: new CircuitBreaker(clock), forecast: new CircuitBreaker(clock) };
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
      return await this.breakers[service].watch(() => make(AbortSignal.timeout(this.timeoutMillis)));
    } catch (error) {
      this.log.warn({ err: error, service }, 'the weather service failed');
      if (error instanceof UpstreamFailure && error.reason === 'limited') {
        await this.budget.pause(error.retryAfterSeconds);
      }
      throw error;
    }
  }
}
