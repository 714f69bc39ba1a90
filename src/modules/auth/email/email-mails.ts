import { Injectable } from '@nestjs/common';
import type { Letter } from '../../../platform/mail/letter.js';
import { Links } from '../../../platform/mail/links.js';
import { Mails } from '../../../platform/mail/mails.js';
import { UsersService } from '../../users/index.js';
import { MailTokens } from '../mail-tokens/mail-tokens.js';
import { newAddressAskedLetter, newAddressTakenLetter, verificationLetter } from './email.letters.js';

const [VERIFICATION, ASKED, TAKEN] = ['auth.verification', 'auth.new_address_asked', 'auth.new_address_taken'];

interface Wanted {
  id: string;
}

/** What the old address is told. */
interface AddressChange {
  to: string;
  username: string;
  newAddress: string;
}

/** The mails about addresses. */
@Injectable()
export class EmailMails {
  constructor(
    private readonly mails: Mails,
    private readonly links: Links,
    private readonly users: UsersService,
    private readonly tokens: MailTokens,
  ) {
    mails.compose<Wanted>(VERIFICATION, (wanted) => this.writeVerification(wanted));
    mails.compose<AddressChange>(ASKED, (change) => Promise.resolve(newAddressAskedLetter(change, change.newAddress)));
    mails.compose<AddressChange>(TAKEN, (change) => Promise.resolve(newAddressTakenLetter(change, change.newAddress)));
  }

  /** Sends the link to an address that is to be proved. */
  async sendLink(userId: string, address: string): Promise<void> {
    const id = await this.tokens.prepare(userId, 'verification', address);
    await this.mails.post(VERIFICATION, { id } satisfies Wanted);
  }

  async tellThatAsked(change: AddressChange): Promise<void> {
    await this.mails.post(ASKED, change);
  }

  async tellThatTaken(change: AddressChange): Promise<void> {
    await this.mails.post(TAKEN, change);
  }

  private async writeVerification({ id }: Wanted): Promise<Letter | undefined> {
    const issued = await this.tokens.issue(id, 'verification');
    if (!issued) return undefined;
    const { username } = await this.users.getOwn(issued.userId);
    return verificationLetter({ to: issued.email, username }, this.links.withToken('verify-email', issued.token));
  }
}
