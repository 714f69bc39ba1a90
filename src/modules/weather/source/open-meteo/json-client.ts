import type { Agent, request } from 'undici';
import { type FailureReason, UpstreamFailure } from '../upstream-failure.js';
import { rateLimitPauseSeconds } from './rate-limit.js';

/** Sixteen days by the hour are about 40 kB. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_CONNECTIONS = 16;

/** undici's codes for what went wrong; any other failure means that the host could not be reached. */
const REASON_OF_CODE: Partial<Record<string, FailureReason>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'oversized',
};

/**
 * GETs JSON from a service that is not trusted to behave. Whatever it does, there is an answer or an {@link UpstreamFailure} by
 * the time the signal aborts, the connection is given back or destroyed, and no more than 1 MiB was read. Redirects are not
 * followed: they could lead anywhere, into our own network too.
 */
export class JsonClient {
  private opening: Promise<{ agent: Agent; ask: typeof request }> | undefined;

  constructor(private readonly timeoutMillis: number) {}

  /** @throws UpstreamFailure */
  async get(url: URL, signal: AbortSignal): Promise<unknown> {
    const { statusCode, headers, text } = await this.fetch(url, signal);
    const answer = parseJson(text);
    const complaint = reasonIn(answer);
    const where = `${url.host} answered ${statusCode}${complaint === undefined ? '' : ` (${complaint})`}`;
    if (statusCode === 429) {
      throw new UpstreamFailure('limited', where, rateLimitPauseSeconds(headers['retry-after'], complaint));
    }
    if (statusCode >= 500) throw new UpstreamFailure('failing', where);
    if (statusCode >= 400 || complaint !== undefined) throw new UpstreamFailure('refused', where);
    if (statusCode >= 300) throw new UpstreamFailure('redirected', where);
    if (answer === undefined) throw new UpstreamFailure('malformed', `${where} with something that is not JSON`);
    return answer;
  }

  /** Drops whatever is still under way. */
  async close(): Promise<void> {
    await (await this.opening)?.agent.destroy();
  }

  /** With the first question: undici is a hundred modules, and a start has to wait for none of them. */
  private async open(): Promise<{ agent: Agent; ask: typeof request }> {
    const { Agent, request } = await import('undici');
    const agent = new Agent({
      connections: MAX_CONNECTIONS,
      connect: { timeout: this.timeoutMillis },
      // The signal bounds the whole; these two make undici itself let go of a socket on which nothing happens.
      headersTimeout: this.timeoutMillis,
      bodyTimeout: this.timeoutMillis,
      maxResponseSize: MAX_BODY_BYTES,
    });
    return { agent, ask: request };
  }

  private async fetch(url: URL, signal: AbortSignal) {
    try {
      const { agent, ask } = await (this.opening ??= this.open());
      const { statusCode, headers, body } = await ask(url, {
        dispatcher: agent,
        signal,
        headers: { accept: 'application/json', 'user-agent': 'kitchen' },
      });
      return { statusCode, headers, text: await body.text() };
    } catch (error) {
      const { code = '' } = error as { code?: string };
      const reason = signal.aborted ? 'timeout' : (REASON_OF_CODE[code] ?? 'unreachable');
      throw new UpstreamFailure(reason, `${url.host}: ${String(error)}`, undefined, { cause: error });
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Open-Meteo's form of an error: `{"error": true, "reason": "…"}`. */
function reasonIn(answer: unknown): string | undefined {
  const { error, reason } = (answer ?? {}) as { error?: unknown; reason?: unknown };
  if (error !== true) return undefined;
  return typeof reason === 'string' ? reason.slice(0, 200) : 'no reason given';
}
