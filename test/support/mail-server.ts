import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { Kitchen } from './app.js';

/** A mail as it came in. */
export interface ReceivedMail {
  to: string;
  subject: string;
  headers: string;
  text: string;
  html: string;
  /** What stands behind `#token=` in it. */
  token: string;
}

/** A real SMTP server, which keeps what it is given. */
export interface MailServer {
  url: string;
  mails: ReceivedMail[];
  /** The mails to an address, in the order in which they came. */
  to(address: string): ReceivedMail[];
  /** Waits for the next mail to an address that nobody has taken yet, and takes it. */
  next(address: string): Promise<ReceivedMail>;
  /** Recipients that are refused for good. */
  refused: Set<string>;
  leave(): Promise<void>;
  /** Comes back, on the same port. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  const refused = new Set<string>();
  const arrivals = new EventEmitter();
  let server: SMTPServer | undefined;

  const open = async (port: number) => {
    server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      onRcptTo: ({ address }, _session, done) => {
        if (refused.has(address)) done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }));
        else done();
      },
      onData: (stream, { envelope }, done) => {
        void text(stream).then((source) => {
          mails.push(read(source, envelope.rcptTo[0]!.address));
          done();
          arrivals.emit('mail');
        });
      },
    });
    // A client that is gone in the middle of a conversation.
    server.on('error', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    return (server.server.address() as AddressInfo).port;
  };
  const leave = () => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  const port = await open(0);
  const to = (address: string) => mails.filter((mail) => mail.to === address);

  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    to,
    refused,
    async next(address) {
      for (;;) {
        const mail = to(address).find((candidate) => !taken.has(candidate));
        if (mail) {
          taken.add(mail);
          return mail;
        }
        await once(arrivals, 'mail');
      }
    },
    leave,
    async comeBack() {
      await open(port);
    },
    close: leave,
  };
}

/** Waits for the next mail to an address with this subject, and takes all that came before it. */
export async function nextCalled(server: MailServer, address: string, subject: string): Promise<ReceivedMail> {
  for (;;) {
    const mail = await server.next(address);
    if (mail.subject === subject) return mail;
  }
}

/** Waits until no mail is waiting to be sent any more. */
export async function allSent({ sql }: Pick<Kitchen, 'sql'>): Promise<void> {
  for (;;) {
    const [row] = await sql<{ n: number }>`
      select count(*)::int as n from pgboss.job where name = 'mail' and state in ('created', 'retry', 'active')`;
    if (row!.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Makes mails that failed due at once, and wakes whoever sends them by asking for one more, to nobody. */
export async function tryAgainNow({ sql, guest }: Pick<Kitchen, 'sql' | 'guest'>): Promise<void> {
  await sql`update pgboss.job set start_after = now() where name = 'mail' and state = 'retry'`;
  await guest.post('/auth/password/forgot', { email: `nobody-${Math.random()}@example.com` });
}

/** Of the MIME that nodemailer writes (RFC 2045): two alternatives, each in quoted-printable or as it is. */
function read(source: string, to: string): ReceivedMail {
  const [head = ''] = source.split('\r\n\r\n', 1);
  const headers = head.replace(/\r\n\s+/g, ' ');
  const parts = source.split(/\r\n--[^\r\n]+\r\n/).slice(1);
  const bodyOf = (type: string) => decode(parts.find((part) => part.includes(`Content-Type: ${type}`)) ?? '');
  const body = bodyOf('text/plain');
  return {
    to,
    subject: /^Subject: (.*)$/im.exec(headers)?.[1]?.trim() ?? '',
    headers,
    text: body,
    html: bodyOf('text/html'),
    token: /#token=([\w-]+)/.exec(body)?.[1] ?? '',
  };
}

function decode(part: string): string {
  const [head = '', ...rest] = part.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n').replace(/\r\n--[^\r\n]+--\s*$/, '');
  if (!/quoted-printable/i.test(head)) return body.replaceAll('\r\n', '\n');
  const joined = body.replace(/=\r\n/g, '').replaceAll('\r\n', '\n');
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
