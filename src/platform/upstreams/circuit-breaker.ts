import type { Clock } from '../clock/clock.js';

const REST_MILLIS = 10_000;

/** What the breaker has to know of the service that it watches. */
interface Service {
  /** So many outages in a row give the service a rest. */
  failures: number;
  /** Whether the service is at fault in a way that asking it for something else would not mend. */
  isOutage(error: unknown): boolean;
  /** What is thrown while the service rests. */
  resting(retryAfterSeconds: number): Error;
}

/**
 * Stops asking a service that is down: after several failures in a row it rests for ten seconds; then one attempt is let through,
 * which ends the rest or begins the next. Answers that only say "not this" count as a sign of life.
 *
 * Our own, because the libraries (cockatiel, opossum) read the time themselves, so that no test could put another clock in.
 */
export class CircuitBreaker {
  private failures = 0;
  private restsUntil = 0;
  private isTrying = false;

  constructor(
    private readonly clock: Clock,
    private readonly service: Service,
  ) {}

  get isOpen(): boolean {
    return this.failures >= this.service.failures;
  }

  /** @throws what says so, while the service rests. */
  check(): void {
    if (!this.isOpen) return;
    const rest = Math.ceil((this.restsUntil - this.clock.now().getTime()) / 1000);
    if (rest > 0 || this.isTrying) throw this.service.resting(Math.max(1, rest));
  }

  /** Makes one attempt and learns from it. @throws what says so while the service rests, and what `attempt` throws. */
  async watch<T>(attempt: () => Promise<T>): Promise<T> {
    this.check();
    const isTrial = this.isOpen;
    this.isTrying ||= isTrial;
    try {
      const result = await attempt();
      this.failures = 0;
      return result;
    } catch (error) {
      this.learn(error);
      throw error;
    } finally {
      if (isTrial) this.isTrying = false;
    }
  }

  private learn(error: unknown): void {
    this.failures = this.service.isOutage(error) ? this.failures + 1 : 0;
    this.restsUntil = this.clock.now().getTime() + REST_MILLIS;
  }
}
