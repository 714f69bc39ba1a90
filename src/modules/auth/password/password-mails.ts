import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import type { Letter } from '../../../platform/mail/letter.js';
import { Links } from '../../../platform/mail/links.js';
import { Mails } from '../../../platform/mail/mails.js';
import { UsersService } from '../../users/index.js';
import { MailAllowancesRepository } from '../mail-tokens/mail-allowances.repository.js';
import { mailRequested, type MailRequest } from '../mail-tokens/mail-request.view.js';
import { MailTokens } from '../mail-tokens/mail-tokens.js';
import { passwordChangedLetter, resetLetter } from './password.letters.js';

const [FORGOTTEN, CHANGED] = ['auth.password_forgotten', 'auth.password_changed'];

interface Forgotten {
  address: string;
  askedAt: string;
}

interface Changed {
  to: string;
  username: string;
}

/** The mails about passwords. */
@Injectable()
export class PasswordMails {
  constructor(
    private readonly mails: Mails,
    private readonly links: Links,
    private readonly users: UsersService,
    private readonly tokens: MailTokens,
    private readonly allowances: MailAllowancesRepository,
  ) {
    mails.compose<Forgotten>(FORGOTTEN, (asked) => this.writeReset(asked));
    mails.compose<Changed>(CHANGED, (changed) =>
      Promise.resolve(passwordChangedLetter(changed, links.page('reset-password'))),
    );
  }

  /**
   * Asks for the mail with the link. Whether anybody has the address is looked up when the mail is written, not here: for every
   * address the same two statements are run, so that neither the answer nor the time that it takes tells who has an account.
   */
  @Transactional()
  async askForReset(address: string): Promise<MailRequest> {
    const at = await this.allowances.take('reset', address);
    if (at) await this.mails.post(FORGOTTEN, { address, askedAt: at.toISOString() } satisfies Forgotten);
    return mailRequested;
  }

  async tellOfChange(userId: string): Promise<void> {
    const { email, username } = await this.users.getOwn(userId);
    await this.mails.post(CHANGED, { to: email, username } satisfies Changed);
  }

  private async writeReset({ address, askedAt }: Forgotten): Promise<Letter | undefined> {
    const account = await this.users.findByLogin(address);
    if (!account) return undefined;
    const { id: userId, email, username } = account;
    const token = await this.tokens.issueSince(askedAt, 'reset', { userId, email });
    return token === undefined
      ? undefined
      : resetLetter({ to: email, username }, this.links.withToken('reset-password', token));
  }
}
