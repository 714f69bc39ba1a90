import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../logging/log.js';
import { type Mail, Outbox } from './outbox.js';

/** Development's way out: an `.eml` file that any mail program opens, and a line with the link. */
export class FileOutbox extends Outbox {
  constructor(
    private readonly directory: string,
    private readonly from: string,
    private readonly log: Log,
  ) {
    super();
  }

  async deliver({ id, to, subject, text, html, link }: Mail): Promise<void> {
    const { createTransport } = await import('nodemailer');
    const composer = createTransport({ streamTransport: true, buffer: true });
    const { message } = await composer.sendMail({
      messageId: `<${id}@localhost>`,
      from: this.from,
      to,
      subject,
      text,
      html,
    });
    const file = join(this.directory, `${new Date().toISOString().replaceAll(':', '-')}-${id.slice(-6)}.eml`);
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await writeFile(file, message as Buffer, { mode: 0o600 });
    this.log.info({ subject, file, link }, 'a mail was written to a file, as SMTP_URL is not set');
  }
}
