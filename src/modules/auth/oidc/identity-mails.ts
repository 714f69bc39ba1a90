import { Injectable } from '@nestjs/common';
import type { Letter } from '../../../platform/mail/letter.js';
import { Mails } from '../../../platform/mail/mails.js';
import { UsersService } from '../../users/index.js';

const LINKED = 'auth.identity_linked';

interface Linked {
  to: string;
  username: string;
  provider: string;
}

/** The mail about a new way into an account. */
@Injectable()
export class IdentityMails {
  constructor(
    private readonly mails: Mails,
    private readonly users: UsersService,
  ) {
    mails.compose<Linked>(LINKED, (linked) => Promise.resolve(linkedLetter(linked)));
  }

  async tellOfLink(userId: string, provider: string): Promise<void> {
    const { email: to, username } = await this.users.getOwn(userId);
    await this.mails.post(LINKED, { to, username, provider } satisfies Linked);
  }
}

function linkedLetter({ to, username, provider }: Linked): Letter {
  return {
    to,
    subject: `Your account can now be entered with ${provider}`,
    body: [
      `Hello ${username},`,
      `An account at ${provider} was just linked to yours: whoever has it can sign in here.`,
      'If it was not you, somebody has got into your account. Unlink it, and change your password, which signs everybody else out.',
    ],
  };
}
