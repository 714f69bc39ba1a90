import type { Log } from '../logging/log.js';
import { Outbox } from './outbox.js';

/** Production without `SMTP_URL`: it is said at start, and each mail fails as a job that somebody can see, and try again. */
export class NoOutbox extends Outbox {
  constructor(log: Log) {
    super();
    log.warn({}, 'SMTP_URL is not set: mails cannot be sent, and nobody can verify an address or reset a password');
  }

  deliver(): Promise<void> {
    return Promise.reject(new Error('SMTP_URL is not set.'));
  }
}
