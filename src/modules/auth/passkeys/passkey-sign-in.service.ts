import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { despiteDeadlocks } from '../../../platform/database/despite-deadlocks.js';
import { type OwnAccount, UsersService } from '../../users/index.js';
import { SecurityEvents } from '../audit/security-events.js';
import type { Client } from '../clients.js';
import type { SignInView } from '../session.view.js';
import { SessionsService } from '../sessions.service.js';
import type { AssertionDto } from './dto/assertion.dto.js';
import { type PasskeyProof, PasskeyProofs, type PasskeyUse } from './passkey-proofs.js';
import { passkeyErrors } from './passkey.errors.js';
import type { PasskeyRequestOptions } from './passkey-options.view.js';
import type { PasskeyKey } from './passkeys.repository.js';

/** Signing in without a password. The authenticator verifies its user, so that a passkey counts as two factors. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly proofs: PasskeyProofs,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly events: SecurityEvents,
  ) {}

  async options(): Promise<PasskeyRequestOptions> {
    return this.proofs.optionsFor('sign-in');
  }

  /**
   * Whatever is wrong gets the same answer, and counts as a login that failed.
   *
   * @throws `auth.passkey_refused`, `auth.passkey_origin`, `auth.suspended`
   */
  async signIn(answer: AssertionDto, client: Client): Promise<SignInView> {
    const passkey = await this.proofs.findKey(answer);
    const assertion = passkey && (await this.proofs.check('sign-in', answer, passkey));
    if (!passkey || !assertion) return this.refuse(passkey, answer, client);
    const user = await this.users.getOwn(passkey.userId);
    const outcome = await despiteDeadlocks(() => this.redeem({ passkey, assertion }, user, client));
    if (outcome === 'suspended') return this.sessions.refuse(user, client);
    if (typeof outcome === 'object') return outcome;
    if (outcome === 'copied') await this.proofs.tellOfCopy(passkey);
    return this.refuse(passkey, answer, client);
  }

  @Transactional()
  protected async redeem(
    proof: PasskeyProof,
    user: OwnAccount,
    client: Client,
  ): Promise<SignInView | 'suspended' | Exclude<PasskeyUse, 'used'>> {
    const outcome = await this.proofs.use(proof);
    if (outcome !== 'used') return outcome;
    return (await this.sessions.tryBegin(user, client)) ?? 'suspended';
  }

  private async refuse(passkey: PasskeyKey | undefined, { id }: AssertionDto, client: Client): Promise<never> {
    await this.events.recordFailedLogin(passkey?.userId, id, client);
    throw passkeyErrors.passkeyRefused();
  }
}
