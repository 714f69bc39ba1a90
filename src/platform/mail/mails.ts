import { Injectable } from '@nestjs/common';
import { Jobs } from '../jobs/jobs.js';
import type { Letter } from './letter.js';
import { linkOf } from './letter.js';
import { htmlBody, textBody } from './letter.bodies.js';
import { Outbox } from './outbox.js';

const QUEUE = 'mail';
const AT_ONCE = 4;

interface MailJob {
  kind: string;
  data: object;
}

/** Writes the letter at the moment of sending; undefined when there is nothing to say any more. */
type Compose<Data extends object> = (data: Data) => Promise<Letter | undefined>;

/**
 * Mails are jobs: one that is asked for inside a transaction is sent exactly if that commits, whatever happens to the process
 * in between, and again later when the server does not take it.
 */
@Injectable()
export class Mails {
  private readonly kinds = new Map<string, Compose<never>>();

  constructor(
    private readonly jobs: Jobs,
    private readonly outbox: Outbox,
  ) {
    jobs.work<MailJob>(QUEUE, (job, id) => this.send(job, id), { atOnce: AT_ONCE });
  }

  /**
   * Says how mails of a kind are written. That happens when a mail is sent, not when it is asked for, so that a secret in it
   * (the token of a link) never lies in the queue. Call it before the application starts.
   */
  compose<Data extends object>(kind: string, compose: Compose<Data>): void {
    this.kinds.set(kind, compose);
  }

  /** Asks for a mail of a kind; `data` is what its letter is written from, without secrets. */
  async post(kind: string, data: object): Promise<void> {
    await this.jobs.enqueue(QUEUE, { kind, data } satisfies MailJob);
  }

  /** Deletes every mail that is waiting, was sent or failed, and is written from one of these texts: names, addresses. */
  async forget(texts: readonly string[]): Promise<void> {
    await this.jobs.forget(QUEUE, texts);
  }

  private async send({ kind, data }: MailJob, id: string): Promise<void> {
    const compose = this.kinds.get(kind);
    if (!compose) throw new Error(`Nobody here writes mails of the kind "${kind}".`);
    const letter = await compose(data as never);
    if (!letter) return;
    const { to, subject } = letter;
    await this.outbox.deliver({
      id,
      to,
      subject,
      text: textBody(letter),
      html: htmlBody(letter),
      link: linkOf(letter),
    });
  }
}
