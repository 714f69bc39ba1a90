import type { Clock } from '../../../platform/clock/clock.js';
import { UpstreamFailure } from '../source/upstream-failure.js';

/** So many failures in a row … */
const FAILURES = 5;
/** … give the service a rest. */
const REST_MILLIS = 10_000;

/**
 * Stops asking a service that is down: after five failures in a row it rests for ten seconds; then one attempt is let through,
 * which ends the rest or begins the next. Answers that only say "not this" count as a sign of life.
 *
 * Our own, because the libraries (cockatiel, opossum) read the time themselves, so that no test could put another clock in.
 */
export class CircuitBreaker {
  private failures = 0;
  private restsUntil = 0;
  private isTrying = false;

  constructor(private readonly clock: Clock) {}

  get isOpen(): boolean {
    return this.failures >= FAILURES;
  }

  /** @throws UpstreamFailure while the service rests. */
  check(): void {
    if (!this.isOpen) return;
    const rest = Math.ceil((this.restsUntil - this.clock.now().getTime()) / 1000);
    if (rest > 0 || this.isTrying) throw new UpstreamFailure('resting', undefined, Math.max(1, rest));
  }

  /** Makes one attempt and learns from it. @throws UpstreamFailure while the service rests, and what `attempt` throws. */
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
    const isOutage = !(error instanceof UpstreamFailure) || error.isOutage;
    this.failures = isOutage ? this.failures + 1 : 0;
    this.restsUntil = this.clock.now().getTime() + REST_MILLIS;
  }
}
