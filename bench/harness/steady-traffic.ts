import { createHistogram } from 'node:perf_hooks';
import { Agent, request } from 'undici';

const TICK_MILLIS = 10;

/** What became of the requests beside the measured ones. */
export interface TrafficResult {
  perSecond: number;
  /** How many answers had which status; 0 stands for broken connections. */
  statuses: Record<string, number>;
  p50Millis: number;
  p99Millis: number;
  /** The most requests that waited for their answers at the same time. */
  mostOpen: number;
}

/**
 * Requests that come at an even pace whether or not earlier ones were answered, as those of independent visitors do: when
 * answers take long, more and more of them are open.
 */
export class SteadyTraffic {
  private readonly agent = new Agent({ pipelining: 1 });
  private readonly latency = createHistogram();
  private readonly statuses: Record<string, number> = {};
  private readonly open = new Set<Promise<void>>();
  private readonly startedAt = performance.now();
  private readonly ticking: NodeJS.Timeout;
  private sent = 0;
  private mostOpen = 0;

  /** @param nextUrl says what to ask next. */
  constructor(
    private readonly perSecond: number,
    private readonly nextUrl: () => string,
  ) {
    this.ticking = setInterval(() => {
      this.sendWhatIsDue();
    }, TICK_MILLIS);
  }

  /** Sends no more, and waits for the answers to what was sent. */
  async stop(): Promise<TrafficResult> {
    clearInterval(this.ticking);
    await Promise.all(this.open);
    await this.agent.close();
    return {
      perSecond: this.perSecond,
      statuses: this.statuses,
      p50Millis: this.latency.percentile(50) / 1000,
      p99Millis: this.latency.percentile(99) / 1000,
      mostOpen: this.mostOpen,
    };
  }

  private sendWhatIsDue(): void {
    const due = Math.floor(((performance.now() - this.startedAt) / 1000) * this.perSecond);
    for (; this.sent < due; this.sent++) {
      const answered = this.send(this.nextUrl()).finally(() => this.open.delete(answered));
      this.open.add(answered);
    }
    this.mostOpen = Math.max(this.mostOpen, this.open.size);
  }

  private async send(url: string): Promise<void> {
    const sentAt = performance.now();
    const status = await statusOf(url, this.agent).catch(() => 0);
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    this.latency.record(Math.max(1, Math.round((performance.now() - sentAt) * 1000)));
  }
}

async function statusOf(url: string, dispatcher: Agent): Promise<number> {
  const { statusCode, body } = await request(url, { dispatcher });
  await body.dump();
  return statusCode;
}
