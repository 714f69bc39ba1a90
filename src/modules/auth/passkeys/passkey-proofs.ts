import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { SecurityEvents } from '../audit/security-events.js';
import type { AssertionDto } from './dto/assertion.dto.js';
import { type Assertion, PasskeyCeremonies } from './passkey-ceremonies.js';
import { PasskeyChallenges, type PasskeyPurpose } from './passkey-challenges.js';
import { PasskeyMails } from './passkey-mails.js';
import { passkeyErrors } from './passkey.errors.js';
import type { PasskeyRequestOptions } from './passkey-options.view.js';
import { type PasskeyKey, PasskeysRepository } from './passkeys.repository.js';

/** A right answer that has not been used yet. */
export interface PasskeyProof {
  passkey: PasskeyKey;
  assertion: Assertion;
}

/** What came of using one. */
export type PasskeyUse = 'used' | 'replayed' | 'copied';

/** Proving by a passkey to be somebody. */
@Injectable()
export class PasskeyProofs {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly ceremonies: PasskeyCeremonies,
    private readonly challenges: PasskeyChallenges,
    private readonly events: SecurityEvents,
    private readonly mails: PasskeyMails,
  ) {}

  async optionsFor(purpose: PasskeyPurpose, userId?: string): Promise<PasskeyRequestOptions> {
    const known = userId === undefined ? undefined : await this.passkeys.listDescriptors(userId);
    return this.ceremonies.requestOptions(purpose, userId, known);
  }

  async findKey(answer: AssertionDto): Promise<PasskeyKey | undefined> {
    return this.passkeys.findKey(answer.id);
  }

  /** Looks at an answer without using it up. @throws `auth.passkey_origin` */
  async check(purpose: PasskeyPurpose, answer: AssertionDto, passkey: PasskeyKey, userId?: string) {
    return this.ceremonies.verify(answer, passkey, purpose, userId);
  }

  /** Uses an answer up, in the running transaction. Of parallel calls, one gets `used`. */
  async use({ passkey, assertion }: PasskeyProof): Promise<PasskeyUse> {
    if (!(await this.challenges.use(assertion.challenge))) return 'replayed';
    const isNoted = await this.passkeys.noteUse(passkey.id, assertion.signCount, assertion.isBackedUp);
    return isNoted ? 'used' : 'copied';
  }

  /**
   * A passkey of somebody who is signed in; another's counts as none.
   *
   * @throws `auth.passkey_refused`, `auth.passkey_origin`
   */
  async demand(purpose: PasskeyPurpose, answer: AssertionDto, userId: string): Promise<void> {
    const passkey = await this.findKey(answer);
    const assertion = passkey?.userId === userId ? await this.check(purpose, answer, passkey, userId) : undefined;
    const outcome = passkey && assertion ? await this.useAlone({ passkey, assertion }) : 'wrong';
    if (outcome === 'used') return;
    await this.events.recordWrongPassword(userId);
    if (passkey && outcome === 'copied') await this.tellOfCopy(passkey);
    throw passkeyErrors.passkeyRefused();
  }

  /** Its counter has not risen, so two authenticators seem to have it (WebAuthn §7.2, step 22). */
  @Transactional()
  async tellOfCopy({ userId, id, name }: PasskeyKey): Promise<void> {
    if (!(await this.passkeys.findOwned(userId, id))) return;
    await this.events.record('auth.passkey_copied', { subjectId: userId, details: { name } });
    await this.mails.tell('auth.passkey_copied', userId, name);
  }

  @Transactional()
  protected async useAlone(proof: PasskeyProof): Promise<PasskeyUse> {
    return this.use(proof);
  }
}
