import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Links } from '../../../platform/mail/links.js';
import { Mails } from '../../../platform/mail/mails.js';
import type { OwnAccount } from '../../users/index.js';
import type { Client } from '../clients.js';
import { newDeviceLetter, type SignIn } from './device.letters.js';

const NEW_DEVICE = 'auth.new_device';

/** The mails about devices. */
@Injectable()
export class DeviceMails {
  constructor(
    private readonly mails: Mails,
    private readonly clock: Clock,
    links: Links,
  ) {
    mails.compose<SignIn>(NEW_DEVICE, (signIn) =>
      Promise.resolve(newDeviceLetter(signIn, links.page('reset-password'))),
    );
  }

  async tellOfSignIn({ email, username }: OwnAccount, { device, ip }: Client): Promise<void> {
    const at = this.clock.now().toISOString();
    await this.mails.post(NEW_DEVICE, { to: email, username, device, ip, at } satisfies SignIn);
  }
}
