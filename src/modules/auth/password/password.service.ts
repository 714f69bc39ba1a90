import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { UsersService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { KnownDevices } from '../devices/known-devices.js';
import { nameLanes } from '../limits/guess-lanes.js';
import { Guesses } from '../limits/guesses.js';
import { MailTokens } from '../mail-tokens/mail-tokens.js';
import { PasswordHasher } from '../password-hasher.js';
import { assertGoodPassword } from '../password-rules.js';
import { SessionsService } from '../sessions.service.js';
import { PersonalTokensService } from '../tokens/personal-tokens.service.js';
import { AccountProof } from '../step-up/account-proof.js';
import type { ChangePasswordDto } from './dto/change-password.dto.js';
import type { ResetPasswordDto } from './dto/reset-password.dto.js';
import { PasswordMails } from './password-mails.js';
import { wrongPassword } from './password-proof.js';

/** Changing a password, known or forgotten. Either way every link that was mailed before is worthless afterwards. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordHasher,
    private readonly proof: AccountProof,
    private readonly sessions: SessionsService,
    private readonly tokens: MailTokens,
    private readonly personalTokens: PersonalTokensService,
    private readonly mails: PasswordMails,
    private readonly events: SecurityEvents,
    private readonly devices: KnownDevices,
    private readonly guesses: Guesses,
  ) {}

  /**
   * Takes a new password in place of the known one, or a first one; all other sessions end. Of parallel changes one succeeds.
   *
   * @throws `auth.wrong_password`, `auth.step_up_required`, `http.validation_failed` for a password that is easy to guess, `auth.busy`.
   */
  async change(user: SessionUser, { currentPassword, newPassword }: ChangePasswordDto): Promise<void> {
    // Read before the password is checked, because the account may be gone after it.
    const account = await this.users.getOwn(user.id);
    const currentHash = await this.proof.demand(user, currentPassword, '/currentPassword');
    await assertGoodPassword(newPassword, account, '/newPassword');
    await this.replace(user, currentHash, await this.passwords.hash(newPassword));
  }

  /**
   * Takes a new password in place of a forgotten one; every session ends, and every personal access token: somebody else may
   * have got in and made one. The link has proved the address as well.
   *
   * @throws `auth.invalid_token`, `http.validation_failed` for a password that is easy to guess (the link stays good), `auth.busy`.
   */
  async reset({ token, newPassword }: ResetPasswordDto): Promise<void> {
    const { userId } = await this.tokens.read('reset', token);
    await assertGoodPassword(newPassword, await this.users.getOwn(userId), '/newPassword');
    await this.renew(token, await this.passwords.hash(newPassword));
  }

  @Transactional()
  protected async replace(user: SessionUser, currentHash: string | undefined, newHash: string): Promise<void> {
    const isReplaced = await this.credentials.replace(user.id, currentHash, newHash);
    if (!isReplaced) throw wrongPassword('/currentPassword');
    await this.sessions.endOthers(user);
    await this.finish('auth.password_changed', user.id);
  }

  @Transactional()
  protected async renew(token: string, newHash: string): Promise<void> {
    const { userId, email } = await this.tokens.use('reset', token);
    // Before the password, in the order in which a login locks the two rows.
    await this.users.confirmEmail(userId, email);
    await this.credentials.set(userId, newHash);
    await this.sessions.endEverywhere(userId);
    await this.personalTokens.revokeAll(userId);
    await this.finish('auth.password_reset', userId);
  }

  private async finish(event: 'auth.password_changed' | 'auth.password_reset', userId: string): Promise<void> {
    await this.tokens.revokeAll(userId);
    await this.devices.forgetOthers(userId);
    // Whoever had to choose a new one because others guessed need not wait.
    await this.guesses.forget(nameLanes(await this.users.getOwn(userId)));
    await this.events.record(event, { subjectId: userId, actorId: userId });
    await this.mails.tellOfChange(userId);
  }
}
