import { createHistogram } from 'node:perf_hooks';
import { Agent, request } from 'undici';

const TICK_MILLIS = 10;

export interface Sending {
  method?: 'GET' | 'POST';
  path: string;
  token?: string;
  body?: object;
}

/** What became of a second's requests, or of all. */
interface Tally {
  good: number;
  /** 503 and 429, with `Retry-After`. */
  refused: number;
  /** Everything else, in words, and how often. */
  failures: Record<string, number>;
}

/**
 * Requests that come at an even pace whether or not earlier ones were answered, over connections that are kept: those of many
 * clients who know nothing of each other.
 */
export class OpenLoad {
  readonly tally: Tally = { good: 0, refused: 0, failures: {} };
  private readonly good = createHistogram();
  private readonly refused = createHistogram();
  private readonly agent: Agent;
  private readonly open = new Set<Promise<void>>();
  private readonly startedAt = performance.now();
  private readonly ticking: NodeJS.Timeout;
  private sent = 0;
  private millis = 0;

  constructor(
    private readonly origin: string,
    private readonly perSecond: number,
    private readonly next: (number: number) => Sending,
    { connections = 64, patienceMillis = 30_000 } = {},
  ) {
    this.agent = new Agent({
      connections,
      pipelining: 1,
      headersTimeout: patienceMillis,
      keepAliveTimeout: 30_000,
      connectTimeout: patienceMillis,
    });
    this.ticking = setInterval(() => this.sendWhatIsDue(), TICK_MILLIS);
  }

  /** Sends no more, and waits for the answers to what was sent. */
  async stop(): Promise<void> {
    clearInterval(this.ticking);
    this.millis = performance.now() - this.startedAt;
    await Promise.all(this.open);
    await this.agent.close();
  }

  get requests(): number {
    return this.sent;
  }

  /** For people; times from when it was due to be sent, waiting for a connection included. */
  get figures(): Record<string, number | string> {
    const perSecond = (count: number) => Math.round((count / this.millis) * 1000);
    return {
      'asked/s': perSecond(this.sent),
      'good/s': perSecond(this.tally.good),
      'refused/s': perSecond(this.tally.refused),
      'good p50 ms': Math.round(this.good.percentile(50) / 1000),
      'good p99 ms': Math.round(this.goodMillis(99)),
      'refused p99 ms': Math.round(this.refused.percentile(99) / 1000),
      failures: JSON.stringify(this.tally.failures),
    };
  }

  goodMillis(percentile: number): number {
    return this.good.percentile(percentile) / 1000;
  }

  private sendWhatIsDue(): void {
    const due = Math.floor(((performance.now() - this.startedAt) / 1000) * this.perSecond);
    for (; this.sent < due; this.sent++) {
      const answered = this.send(this.next(this.sent)).finally(() => this.open.delete(answered));
      this.open.add(answered);
    }
  }

  private async send({ method = 'GET', path, token, body }: Sending): Promise<void> {
    const began = performance.now();
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    try {
      const content = body === undefined ? null : JSON.stringify(body);
      const answer = await request(`${this.origin}/api/v1${path}`, {
        dispatcher: this.agent,
        method,
        headers,
        body: content,
      });
      await answer.body.dump({ limit: 10_000_000 });
      this.count(answer.statusCode, answer.headers['retry-after'] !== undefined, performance.now() - began);
    } catch (error) {
      this.fail(`${method} ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
  }

  private count(status: number, saysWhen: boolean, millis: number): void {
    const micros = Math.max(1, Math.round(millis * 1000));
    if (status < 300) {
      this.tally.good++;
      this.good.record(micros);
    } else if ((status === 503 || status === 429) && saysWhen) {
      this.tally.refused++;
      this.refused.record(micros);
    } else this.fail(String(status));
  }

  private fail(what: string): void {
    this.tally.failures[what] = (this.tally.failures[what] ?? 0) + 1;
  }
}
