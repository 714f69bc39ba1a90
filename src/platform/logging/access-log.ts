import type { DestinationStream, Logger } from 'pino';
import { workerNumber } from '../config/load-config.js';
import type { TraceIds } from '../tracing/spans.js';
import { standardOutput } from './standard-output.js';

/** What is known of a request that was answered. The route's template, not the path: ids and search words stay out of the log. */
export interface Answered extends TraceIds {
  requestId: string;
  method: string;
  route: string;
  status: number;
  durationMs: number;
  memberId?: string | undefined;
}

/**
 * One line for each request that was answered, like those of {@link Log} but without looking for secrets, which are not there, and
 * for the request that is going on, which has ended: a line takes half the time so, and there is one for each answer from memory.
 */
export class AccessLog {
  private readonly isOn: boolean;
  private readonly base: { worker?: number };
  private millis = 0;
  private time = '';

  /** @param destination standard output when left out. */
  constructor(
    logger: Logger,
    private readonly destination: DestinationStream = standardOutput(),
  ) {
    this.isOn = logger.isLevelEnabled('info');
    const worker = workerNumber();
    this.base = worker === undefined ? {} : { worker: Number(worker) };
  }

  write(answered: Answered): void {
    if (!this.isOn) return;
    const line = { level: 'info', time: this.now(), ...this.base, ...answered, message: 'answered' };
    this.destination.write(`${JSON.stringify(line)}\n`);
  }

  /** Many answers fall into a millisecond. */
  private now(): string {
    const millis = Date.now();
    if (millis !== this.millis) [this.millis, this.time] = [millis, new Date(millis).toISOString()];
    return this.time;
  }
}
