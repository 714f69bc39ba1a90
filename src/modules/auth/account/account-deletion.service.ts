import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { despiteDeadlocks } from '../../../platform/database/despite-deadlocks.js';
import type { ExpectedVersions } from '../../../platform/http/if-match.decorator.js';
import { Mails } from '../../../platform/mail/mails.js';
import { PersonalData } from '../../../platform/personal-data/personal-data.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { UsersService } from '../../users/index.js';
import { authErrors } from '../auth.errors.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { wrongPassword } from '../password/password-proof.js';
import { SessionsService } from '../sessions.service.js';
import { AccountProof } from '../step-up/account-proof.js';

/** The end of an account, with everything that is its member's (docs/adr/0017). */
@Injectable()
export class AccountDeletionService {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialsRepository,
    private readonly proof: AccountProof,
    private readonly sessions: SessionsService,
    private readonly personalData: PersonalData,
    private readonly mails: Mails,
  ) {}

  /**
   * Deletes the account at once and for good: all of it, or nothing. Of parallel calls one succeeds.
   *
   * @throws `auth.wrong_password`, `auth.step_up_required`, `users.last_admin`, `http.precondition_failed`, `auth.busy`; `auth.session_ended` or
   * `auth.invalid_credentials` when it was deleted a moment ago.
   */
  async delete(user: SessionUser, password: string | undefined, expected: ExpectedVersions): Promise<void> {
    const passwordHash = await this.proof.demand(user, password, '/password');
    await despiteDeadlocks(() => this.erase(user.id, passwordHash, expected));
  }

  /**
   * Content is locked before the account: who writes locks in this order, too (a comment its post, a todo its list, and last of
   * all, by the foreign key, the account).
   */
  @Transactional()
  protected async erase(id: string, passwordHash: string | undefined, expected: ExpectedVersions): Promise<void> {
    await this.personalData.holdForErasure(id);
    if (!(await this.credentials.hold(id, passwordHash))) throw await this.explainChange(id);
    const { username, email } = await this.users.getOwn(id);
    await this.users.delete(id, expected);
    // Only now can nobody ask for another one.
    await this.mails.forget([username, email]);
    await this.sessions.announceChange(id);
  }

  private async explainChange(id: string) {
    const isThere = (await this.credentials.findHash(id)) !== undefined;
    return isThere ? wrongPassword('/password') : authErrors.sessionEnded();
  }
}
