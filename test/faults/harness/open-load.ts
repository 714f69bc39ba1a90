import { createHistogram } from 'node:perf_hooks';
import { Clients, type Sending, type Tally } from './clients.js';

const TICK_MILLIS = 10;

/** Requests that come at an even pace whether or not earlier ones were answered. */
export class OpenLoad {
  private readonly clients: Clients;
  private readonly micros = { good: createHistogram(), refused: createHistogram() };
  private readonly open = new Set<Promise<void>>();
  private readonly startedAt = performance.now();
  private readonly ticking: NodeJS.Timeout;
  private sent = 0;
  /** While it was sending: what is answered only afterwards is nobody's throughput. */
  private inTime = { millis: 0, good: 0, refused: 0 };

  constructor(
    origin: string,
    private readonly perSecond: number,
    private readonly next: (number: number) => Sending,
    limits: { connections?: number; patienceMillis?: number } = {},
  ) {
    this.clients = new Clients(origin, limits);
    this.ticking = setInterval(() => this.sendWhatIsDue(), TICK_MILLIS);
  }

  /** Sends no more, and waits for the answers to what was sent. */
  async stop(): Promise<void> {
    clearInterval(this.ticking);
    const { good, refused } = this.tally;
    this.inTime = { millis: performance.now() - this.startedAt, good, refused };
    await Promise.all(this.open);
    await this.clients.leave();
  }

  get requests(): number {
    return this.sent;
  }

  get tally(): Tally {
    return this.clients.tally;
  }

  /** Once it has been stopped. */
  get sentPerSecond(): number {
    return this.perSecondOf(this.sent);
  }

  /** Once it has been stopped. */
  get goodPerSecond(): number {
    return this.perSecondOf(this.inTime.good);
  }

  /** For people; times from when it was due to be sent, waiting for a connection included. */
  get figures(): Record<string, number | string> {
    return {
      'asked/s': Math.round(this.sentPerSecond),
      'good/s': Math.round(this.goodPerSecond),
      'refused/s': Math.round(this.perSecondOf(this.inTime.refused)),
      'good p50 ms': Math.round(this.goodMillis(50)),
      'good p99 ms': Math.round(this.goodMillis(99)),
      'refused p99 ms': Math.round(this.micros.refused.percentile(99) / 1000),
      failures: JSON.stringify(this.tally.failures),
    };
  }

  goodMillis(percentile: number): number {
    return this.micros.good.percentile(percentile) / 1000;
  }

  private perSecondOf(count: number): number {
    return (count / this.inTime.millis) * 1000;
  }

  private sendWhatIsDue(): void {
    const due = Math.floor(((performance.now() - this.startedAt) / 1000) * this.perSecond);
    for (; this.sent < due; this.sent++) {
      const answered = this.send(this.next(this.sent)).finally(() => this.open.delete(answered));
      this.open.add(answered);
    }
  }

  private async send(sending: Sending): Promise<void> {
    const began = performance.now();
    const outcome = await this.clients.send(sending);
    if (outcome) this.micros[outcome].record(Math.max(1, Math.round((performance.now() - began) * 1000)));
  }
}
