import { Agent, request } from 'undici';

export interface Sending {
  method?: 'GET' | 'POST';
  path: string;
  token?: string;
  body?: object;
}

/** What became of requests. */
export class Tally {
  good = 0;
  /** 503 and 429, with `Retry-After`. */
  refused = 0;
  /** Everything else, in words, and how often. */
  readonly failures: Record<string, number> = {};

  fail(what: string): void {
    this.failures[what] = (this.failures[what] ?? 0) + 1;
  }
}

/** Clients who know nothing of each other, on connections that are kept. Asking costs them a fraction of what `fetch` does. */
export class Clients {
  readonly tally = new Tally();
  private readonly agent: Agent;

  constructor(
    private readonly origin: string,
    { connections = 64, patienceMillis = 30_000 } = {},
  ) {
    this.agent = new Agent({
      connections,
      pipelining: 1,
      headersTimeout: patienceMillis,
      keepAliveTimeout: 30_000,
      connectTimeout: patienceMillis,
    });
  }

  /** @returns which way it was answered, undefined for a failure. */
  async send({ method = 'GET', path, token, body }: Sending): Promise<'good' | 'refused' | undefined> {
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
      return this.count(answer.statusCode, answer.headers['retry-after'] !== undefined);
    } catch (error) {
      this.tally.fail(`${method} ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
      return undefined;
    }
  }

  async leave(): Promise<void> {
    await this.agent.close();
  }

  private count(status: number, saysWhen: boolean): 'good' | 'refused' | undefined {
    const outcome = status < 300 ? 'good' : (status === 503 || status === 429) && saysWhen ? 'refused' : undefined;
    if (outcome === undefined) this.tally.fail(String(status));
    else this.tally[outcome]++;
    return outcome;
  }
}

/** How many in a second are answered to this many who ask again and again, each of whom waits for its answer. */
export async function answeredPerSecond(
  origin: string,
  next: () => Sending,
  { askers, millis }: { askers: number; millis: number },
): Promise<number> {
  const clients = new Clients(origin, { connections: askers });
  const began = performance.now();
  const asker = async () => {
    while (performance.now() < began + millis) await clients.send(next());
  };
  await Promise.all(Array.from({ length: askers }, asker));
  const perSecond = (clients.tally.good / (performance.now() - began)) * 1000;
  await clients.leave();
  return perSecond;
}
