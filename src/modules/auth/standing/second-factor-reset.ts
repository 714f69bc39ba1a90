import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { userErrors, UsersService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import { SessionsService } from '../sessions.service.js';
import { RecoveryCodes } from '../totp/recovery-codes.js';
import { TotpFactorsRepository } from '../totp/totp-factors.repository.js';
import { TotpMails } from '../totp/totp-mails.js';

/**
 * The way back in for a member who has lost both the authenticator app and the recovery codes; for operators, from the command
 * line, who have made sure whom they are doing it for.
 */
@Injectable()
export class SecondFactorReset {
  constructor(
    private readonly users: UsersService,
    private readonly factors: TotpFactorsRepository,
    private readonly recovery: RecoveryCodes,
    private readonly sessions: SessionsService,
    private readonly events: SecurityEvents,
    private readonly mails: TotpMails,
  ) {}

  /**
   * Switches the second factor off, ends all sessions, and tells the member by mail. Does nothing when it is off.
   *
   * @param username or e-mail address.
   * @returns whether it was on.
   * @throws `users.not_found`
   */
  @Transactional()
  async reset(username: string): Promise<boolean> {
    const member = await this.users.findByLogin(username);
    if (!member) throw userErrors.notFound({ detail: `There is no member ${username}.` });
    if (!(await this.factors.delete(member.id))) return false;
    await this.recovery.deleteAll(member.id);
    await this.sessions.endEverywhere(member.id);
    await this.events.record('auth.second_factor_reset', { subjectId: member.id });
    await this.mails.tell('auth.second_factor_reset', member.id);
    return true;
  }
}
