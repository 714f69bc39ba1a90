import type { Transporter } from 'nodemailer';
import { HopelessJobError } from '../jobs/jobs.js';
import { type Mail, Outbox } from './outbox.js';

/** Milliseconds; together less than the time after which a job is taken for lost. */
const TIMEOUTS = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
const LOOPBACK = /^(localhost|127\..*|\[::1\])$/;

/** Hands mails to an SMTP server (RFC 5321), one connection each. */
export class SmtpOutbox extends Outbox {
  private transporter: Promise<Transporter> | undefined;

  constructor(
    private readonly url: string,
    private readonly from: string,
  ) {
    super();
  }

  async deliver({ id, to, subject, text, html }: Mail): Promise<void> {
    const domain = /@([^>@]+)>?$/.exec(this.from)?.[1] ?? 'localhost';
    const transporter = await this.open();
    await transporter
      .sendMail({
        messageId: `<${id}@${domain}>`,
        from: this.from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        // So that out-of-office programs do not answer (RFC 3834 §5).
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      .catch(giveUpOnRefusedRecipient);
  }

  /** Loaded with the first mail: a process that sends none does without it. */
  private open(): Promise<Transporter> {
    this.transporter ??= import('nodemailer').then(({ createTransport }) =>
      createTransport({ url: this.url, ...TIMEOUTS, ...(this.isLocal() && { ignoreTLS: true }) }),
    );
    return this.transporter;
  }

  /** What stays on this machine needs no encryption, and mail catchers offer one that nobody can trust. */
  private isLocal(): boolean {
    const { protocol, hostname } = new URL(this.url);
    return protocol === 'smtp:' && LOOPBACK.test(hostname);
  }
}

/** A mailbox that does not exist today will not exist in an hour (RFC 5321 §4.2.1: 5yz is permanent). All else may heal. */
function giveUpOnRefusedRecipient(error: Error & { command?: string; responseCode?: number }): never {
  const isRefused = error.command === 'RCPT TO' && (error.responseCode ?? 0) >= 500;
  throw isRefused ? new HopelessJobError(`The server refused the recipient (${error.responseCode}).`) : error;
}
