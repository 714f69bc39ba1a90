import { setTimeout as delay } from 'node:timers/promises';
import { ask, isPoliteRefusal, type Outcome, type Request } from './asking.js';

const PAUSE_MILLIS = 50;

type Seen = Outcome & { began: number; at: number };

/** One address that is asked again and again, by one who waits for each answer, or by several. */
export class Watch {
  readonly seen: Seen[] = [];
  private isOver = false;
  private readonly all: Promise<unknown>;

  constructor(
    private readonly origin: string,
    private readonly request: Request,
    askers = 1,
  ) {
    this.all = Promise.all(Array.from({ length: askers }, () => this.go()));
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.all;
  }

  get statuses(): number[] {
    return [...new Set(this.seen.map(({ status }) => status))].sort();
  }

  /** Refusals without `Retry-After`, or in another form than problem+json. */
  get rude(): Seen[] {
    return this.seen.filter((outcome) => outcome.status === 503 && !isPoliteRefusal(outcome));
  }

  /** Milliseconds that the slowest of those took which began within these moments. */
  slowest(from = 0, to = Infinity): number {
    return Math.round(Math.max(0, ...this.within(from, to).map(({ millis }) => millis)));
  }

  /** Milliseconds from this moment to the first answer of this status. */
  firstAfter(moment: number, status: number): number {
    const found = this.seen.filter((outcome) => outcome.at >= moment && outcome.status === status);
    return Math.round(Math.min(...found.map(({ at }) => at)) - moment);
  }

  within(from: number, to: number): Seen[] {
    return this.seen.filter(({ began }) => began >= from && began <= to);
  }

  private async go(): Promise<void> {
    while (!this.isOver) {
      const began = performance.now();
      const outcome = await ask(this.origin, this.request);
      this.seen.push({ ...outcome, began, at: performance.now() });
      await delay(PAUSE_MILLIS);
    }
  }
}
