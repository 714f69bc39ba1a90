import { Injectable } from '@nestjs/common';
import { Links } from '../../../platform/mail/links.js';
import { Mails } from '../../../platform/mail/mails.js';
import { UsersService } from '../../users/index.js';
import { passkeyAddedLetter, passkeyCopiedLetter, passkeyRemovedLetter } from './passkey.letters.js';

const LETTERS = {
  'auth.passkey_added': passkeyAddedLetter,
  'auth.passkey_removed': passkeyRemovedLetter,
  'auth.passkey_copied': passkeyCopiedLetter,
};

interface Told {
  to: string;
  username: string;
  passkey: string;
}

/** The mails about passkeys. */
@Injectable()
export class PasskeyMails {
  constructor(
    private readonly mails: Mails,
    links: Links,
    private readonly users: UsersService,
  ) {
    for (const [kind, write] of Object.entries(LETTERS))
      mails.compose<Told>(kind, (told) => Promise.resolve(write(told, links.page('reset-password'))));
  }

  /** Tells the member, in the transaction of the change. */
  async tell(what: keyof typeof LETTERS, userId: string, passkey: string): Promise<void> {
    const { email: to, username } = await this.users.getOwn(userId);
    await this.mails.post(what, { to, username, passkey } satisfies Told);
  }
}
