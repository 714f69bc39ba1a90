import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { type OwnAccount, userErrors, UsersService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import { MailAllowancesRepository } from '../mail-tokens/mail-allowances.repository.js';
import { mailRequested, type MailRequest } from '../mail-tokens/mail-request.view.js';
import { MailTokens } from '../mail-tokens/mail-tokens.js';
import { AccountProof } from '../step-up/account-proof.js';
import type { ChangeEmailDto } from './dto/change-email.dto.js';
import { EmailMails } from './email-mails.js';

/** Proving that an address is one's own, and having another one. */
@Injectable()
export class EmailService {
  constructor(
    private readonly users: UsersService,
    private readonly proof: AccountProof,
    private readonly tokens: MailTokens,
    private readonly allowances: MailAllowancesRepository,
    private readonly mails: EmailMails,
    private readonly events: SecurityEvents,
  ) {}

  /** Sends the link to the member's address, unless that is verified already. */
  async askForVerification({ id }: SessionUser): Promise<MailRequest> {
    const account = await this.users.getOwn(id);
    if (!account.isEmailVerified) await this.verifyLater(account);
    return mailRequested;
  }

  /** The same, in the transaction that makes the account. */
  @Transactional()
  async verifyLater({ id, email }: OwnAccount): Promise<void> {
    if (await this.allowances.take('verification', email)) await this.mails.sendLink(id, email);
  }

  /**
   * Sends a link to the new address, and tells the old one. Nothing changes until the link is opened.
   *
   * @throws `auth.wrong_password`, `auth.step_up_required`, `users.email_taken`, `auth.busy`.
   */
  async change(user: SessionUser, { email, password }: ChangeEmailDto): Promise<void> {
    const { id } = user;
    await this.proof.demand(user, password, '/password');
    const account = await this.users.getOwn(id);
    if (email === account.email) return;
    // A courtesy. What decides is the constraint, when the link is opened.
    const other = await this.users.findByLogin(email);
    if (other && other.id !== id) throw emailTaken();
    await this.changeLater(account, email);
  }

  /**
   * Takes the address that the link was sent to for proved; if it is a new one, it takes the place of the old one now.
   *
   * @throws `auth.invalid_token`; `users.email_taken`, if somebody else has got it meanwhile.
   */
  @Transactional()
  async verify(token: string): Promise<void> {
    const { userId, email } = await this.tokens.use('verification', token);
    const old = await this.users.getOwn(userId);
    await this.users.confirmEmail(userId, email);
    if (old.email === email) {
      await this.events.record('auth.email_verified', { subjectId: userId, actorId: userId });
    } else {
      // A link to choose a new password may still lie in the old mailbox.
      await this.tokens.revokeAll(userId);
      await this.events.record('auth.email_changed', { subjectId: userId, actorId: userId });
      await this.mails.tellThatTaken({ to: old.email, username: old.username, newAddress: email });
    }
  }

  @Transactional()
  protected async changeLater({ id, email: to, username }: OwnAccount, newAddress: string): Promise<void> {
    if (!(await this.allowances.take('verification', newAddress))) return;
    await this.mails.sendLink(id, newAddress);
    await this.mails.tellThatAsked({ to, username, newAddress });
  }
}

function emailTaken() {
  const { code, title } = userErrors.emailTaken.definition;
  return userErrors.emailTaken({ errors: [{ pointer: '/email', code, detail: title }] });
}
