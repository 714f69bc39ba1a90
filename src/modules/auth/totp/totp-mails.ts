import { Injectable } from '@nestjs/common';
import type { Letter } from '../../../platform/mail/letter.js';
import { Links } from '../../../platform/mail/links.js';
import { Mails } from '../../../platform/mail/mails.js';
import { UsersService } from '../../users/index.js';
import {
  recoveryCodesRenewedLetter,
  recoveryCodeUsedLetter,
  secondFactorOffLetter,
  secondFactorOnLetter,
  secondFactorResetLetter,
} from './totp.letters.js';

const [ON, OFF, RESET] = ['auth.second_factor_on', 'auth.second_factor_off', 'auth.second_factor_reset'] as const;
const [RENEWED, USED] = ['auth.recovery_codes_renewed', 'auth.recovery_code_used'] as const;

interface Told {
  to: string;
  username: string;
}

interface ToldOfUse extends Told {
  left: number;
}

/** The mails about the second factor. */
@Injectable()
export class TotpMails {
  constructor(
    private readonly mails: Mails,
    private readonly links: Links,
    private readonly users: UsersService,
  ) {
    this.compose<Told>(ON, secondFactorOnLetter);
    this.compose<Told>(OFF, secondFactorOffLetter);
    this.compose<Told>(RESET, secondFactorResetLetter);
    this.compose<Told>(RENEWED, recoveryCodesRenewedLetter);
    this.compose<ToldOfUse>(USED, (told, page) => recoveryCodeUsedLetter(told, told.left, page));
  }

  /** Tells the member, in the transaction of the change. */
  async tell(what: typeof ON | typeof OFF | typeof RESET | typeof RENEWED, userId: string): Promise<void> {
    await this.mails.post(what, await this.addressee(userId));
  }

  async tellOfUse(userId: string, left: number): Promise<void> {
    await this.mails.post(USED, { ...(await this.addressee(userId)), left } satisfies ToldOfUse);
  }

  private compose<Data extends Told>(kind: string, write: (data: Data, resetPage: string) => Letter): void {
    this.mails.compose<Data>(kind, (data) => Promise.resolve(write(data, this.links.page('reset-password'))));
  }

  private async addressee(userId: string): Promise<Told> {
    const { email: to, username } = await this.users.getOwn(userId);
    return { to, username };
  }
}
