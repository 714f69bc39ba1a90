import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { despiteDeadlocks } from '../../../platform/database/despite-deadlocks.js';
import { type OwnAccount, UsersService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import type { Client } from '../clients.js';
import type { SignInView } from '../session.view.js';
import { SessionsService } from '../sessions.service.js';
import { type CandidateCode, SecondFactors } from '../totp/second-factors.js';
import type { SecondFactorDto } from './dto/second-factor.dto.js';
import { LoginChallengesRepository, type OpenChallenge } from './login-challenges.repository.js';
import { signInErrors } from './sign-in.errors.js';

/** Signing in by a first factor, and by a second one where the member wants it. */
@Injectable()
export class SignIns {
  constructor(
    private readonly challenges: LoginChallengesRepository,
    private readonly factors: SecondFactors,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Signs a member in who has proved one factor to be it. Whatever that was, it comes through here, unless it is as good as two.
   *
   * @param passwordHash what a password was compared with: if it was changed in the meantime, that was no proof.
   * @throws `auth.second_factor_required` with a challenge, `auth.suspended`, `auth.invalid_credentials`
   */
  async begin(user: OwnAccount, client: Client, passwordHash?: string): Promise<SignInView> {
    if (!(await this.factors.isOn(user.id))) return this.sessions.begin(user, client, passwordHash);
    const challenge = `klc_${randomBytes(16).toString('base64url')}`;
    const expiresAt = await this.challenges.insert({
      tokenHash: hashOf(challenge),
      userId: user.id,
      passwordHash: passwordHash ?? null,
    });
    if (!expiresAt) return this.sessions.refuse(user, client);
    throw signInErrors.secondFactorRequired({ members: { challenge, challengeExpiresAt: expiresAt } });
  }

  /**
   * Ends with the second factor what {@link begin} began. Of parallel calls with one code, or one challenge, one succeeds. All
   * wrong codes get the same answer, and count as a login that failed.
   *
   * @throws `auth.invalid_challenge`, `auth.invalid_code`, `auth.too_many_codes`, `auth.suspended`, `auth.invalid_credentials`
   */
  async complete({ challenge, code }: SecondFactorDto, client: Client): Promise<SignInView> {
    const open = await this.challenges.takeAttempt(hashOf(challenge));
    if (!open) throw signInErrors.invalidChallenge();
    const user = await this.users.getOwn(open.userId);
    const candidate = await this.factors.check(user.id, code);
    const outcome = candidate && (await despiteDeadlocks(() => this.redeem(open, user, candidate, client)));
    if (outcome === undefined) {
      await this.events.recordFailedLogin(user.id, user.username, client);
      throw signInErrors.invalidCode();
    }
    return outcome === 'refused' ? this.sessions.refuse(user, client) : outcome;
  }

  /** @returns undefined when the code was used before. What it was used for need not have worked out. */
  @Transactional()
  protected async redeem(
    { tokenHash }: OpenChallenge,
    user: OwnAccount,
    candidate: CandidateCode,
    client: Client,
  ): Promise<SignInView | 'refused' | undefined> {
    if (!(await this.factors.use(user.id, candidate, client))) return undefined;
    const challenge = await this.challenges.delete(tokenHash);
    if (!challenge) throw signInErrors.invalidChallenge();
    return (await this.sessions.tryBegin(user, client, challenge.passwordHash ?? undefined)) ?? 'refused';
  }
}

function hashOf(challenge: string): string {
  return hash('sha256', challenge, 'base64url');
}
