import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '../audit/security-events.js';
import type { Client } from '../clients.js';
import { signInErrors } from '../sign-in/sign-in.errors.js';
import { RecoveryCodes } from './recovery-codes.js';
import { isTotpCode, TotpCodes } from './totp-codes.js';
import { TotpFactorsRepository } from './totp-factors.repository.js';
import { TotpMails } from './totp-mails.js';

/** A code that is right unless somebody has used it before: a time step of the app, or a recovery code as it was typed. */
export type CandidateCode = { step: number } | { recoveryCode: string };

/** Whether a member has a second factor, and whether a code is of it. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly factors: TotpFactorsRepository,
    private readonly codes: TotpCodes,
    private readonly recovery: RecoveryCodes,
    private readonly events: SecurityEvents,
    private readonly mails: TotpMails,
  ) {}

  async isOn(userId: string): Promise<boolean> {
    return this.factors.isOn(userId);
  }

  /**
   * Looks at a code without using it up. Six digits count as a try; recovery codes cannot be guessed, and so let their owner in
   * while somebody else is guessing. Not to be called in a transaction.
   *
   * @returns undefined for a wrong one.
   * @throws `auth.too_many_codes`
   */
  async check(userId: string, code: string): Promise<CandidateCode | undefined> {
    return isTotpCode(code) ? this.checkTotp(userId, code) : { recoveryCode: code };
  }

  /** Whether a code of the app, and of nothing else, is right; it is used up. @throws `auth.too_many_codes` */
  async proveByApp(userId: string, code: string): Promise<boolean> {
    const candidate = isTotpCode(code) ? await this.checkTotp(userId, code) : undefined;
    return candidate !== undefined && this.factors.useStep(userId, candidate.step);
  }

  private async checkTotp(userId: string, code: string): Promise<{ step: number } | undefined> {
    const factor = await this.factors.takeTry(userId);
    if (!factor) return this.refuseTooEarly(userId);
    const step = this.codes.stepOf(code, userId, factor.sealedSecret);
    return step === undefined ? undefined : { step };
  }

  /** Uses a code up, in the running transaction, to let its member in. @returns whether it was still good. */
  async use(userId: string, candidate: CandidateCode, client: Client): Promise<boolean> {
    if ('step' in candidate) return this.factors.useStep(userId, candidate.step);
    if (!(await this.recovery.use(userId, candidate.recoveryCode))) return false;
    const left = await this.recovery.countLeft(userId);
    await this.events.record('auth.recovery_code_used', {
      subjectId: userId,
      actorId: userId,
      client,
      details: { left },
    });
    await this.mails.tellOfUse(userId, left);
    return true;
  }

  private async refuseTooEarly(userId: string): Promise<undefined> {
    const seconds = await this.factors.secondsToWait(userId);
    if (seconds === undefined) return;
    throw signInErrors.tooManyCodes({ headers: { 'retry-after': `${seconds}` } });
  }
}
