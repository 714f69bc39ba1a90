import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Config } from '../config/load-config.js';
import { Log } from '../logging/log.js';
import { FileOutbox } from './file-outbox.js';
import { Links } from './links.js';
import { Mails } from './mails.js';
import { NoOutbox } from './no-outbox.js';
import { Outbox } from './outbox.js';
import { SmtpOutbox } from './smtp-outbox.js';

const outbox = {
  provide: Outbox,
  inject: [Config, Log],
  useFactory: (config: Config, log: Log): Outbox => {
    const [url, from] = [config.get('SMTP_URL'), config.get('MAIL_FROM')];
    if (url !== undefined) return new SmtpOutbox(url, from);
    if (config.get('NODE_ENV') === 'production') return new NoOutbox(log);
    return new FileOutbox(join(config.get('DATA_DIR'), 'mail'), from, log);
  },
};

@Global()
@Module({ providers: [Mails, Links, outbox], exports: [Mails, Links] })
export class MailModule {}
