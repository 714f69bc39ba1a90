import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { renderSVG } from 'uqr';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { SecurityEvents } from '../audit/security-events.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { wrongPassword } from '../password/password-proof.js';
import { AccountProof } from '../step-up/account-proof.js';
import { RecoveryCodes } from './recovery-codes.js';
import { TotpCodes } from './totp-codes.js';
import { type PendingFactor, TotpFactorsRepository } from './totp-factors.repository.js';
import { totpErrors, wrongCode } from './totp.errors.js';
import { TotpMails } from './totp-mails.js';
import type { NewTotp, RecoveryCodeSet, TotpStatus } from './totp.views.js';

/** Scanners want four modules of white around a code (ISO/IEC 18004 §5.3.8). */
const QUIET_ZONE = 4;

/** Having an authenticator app as a second factor, or not. */
@Injectable()
export class TotpService {
  constructor(
    private readonly factors: TotpFactorsRepository,
    private readonly codes: TotpCodes,
    private readonly recovery: RecoveryCodes,
    private readonly credentials: CredentialsRepository,
    private readonly proof: AccountProof,
    private readonly events: SecurityEvents,
    private readonly mails: TotpMails,
  ) {}

  async status(id: string): Promise<TotpStatus> {
    const { confirmedAt = null } = (await this.factors.find(id)) ?? {};
    return { isOn: confirmedAt !== null, confirmedAt, recoveryCodesLeft: await this.recovery.countLeft(id) };
  }

  /**
   * Makes a secret for an app; nothing changes until a first code confirms it. Whoever confirms need not prove anything again:
   * only who has just done so was told the secret.
   *
   * @throws `auth.second_factor_on`, `auth.step_up_required`
   */
  async begin(user: SessionUser): Promise<NewTotp> {
    await this.proof.demandFresh(user);
    const { id, username } = user;
    const { secret, sealedSecret, otpauthUrl } = this.codes.newSecret(id, username);
    const expiresAt = await this.factors.begin(id, sealedSecret);
    if (!expiresAt) throw totpErrors.secondFactorOn();
    return { secret, otpauthUrl, qrSvg: renderSVG(otpauthUrl, { border: QUIET_ZONE }), expiresAt };
  }

  /**
   * Switches the factor on, once the app has shown that it has the secret. Of parallel calls one succeeds.
   *
   * @throws `auth.wrong_code`, `auth.totp_not_begun`, `auth.second_factor_on`
   */
  async confirm({ id }: SessionUser, code: string): Promise<RecoveryCodeSet> {
    const pending = await this.factors.findPending(id);
    if (!pending) throw (await this.factors.isOn(id)) ? totpErrors.secondFactorOn() : totpErrors.totpNotBegun();
    const step = this.codes.stepOf(code, id, pending.sealedSecret);
    if (step === undefined) throw wrongCode();
    return this.switchOn(id, pending, step);
  }

  /** @throws `auth.second_factor_off`, `auth.step_up_required` */
  @Transactional()
  async renewRecoveryCodes(user: SessionUser): Promise<RecoveryCodeSet> {
    await this.proof.demandFresh(user);
    const { id } = user;
    if (!(await this.factors.hold(id))) throw totpErrors.secondFactorOff();
    const recoveryCodes = await this.recovery.renew(id);
    await this.events.record('auth.recovery_codes_renewed', { subjectId: id });
    await this.mails.tell('auth.recovery_codes_renewed', id);
    return { recoveryCodes };
  }

  /**
   * Switches the factor off; also what was merely begun is gone. Does nothing when there is none.
   *
   * @throws `auth.wrong_password`, `auth.step_up_required`, `auth.busy`
   */
  async switchOff(user: SessionUser, password: string | undefined): Promise<void> {
    const passwordHash = await this.proof.demand(user, password, '/password');
    await this.remove(user.id, passwordHash);
  }

  @Transactional()
  protected async switchOn(id: string, pending: PendingFactor, step: number): Promise<RecoveryCodeSet> {
    if (!(await this.factors.confirm(id, pending, step))) throw totpErrors.secondFactorOn();
    const recoveryCodes = await this.recovery.renew(id);
    await this.events.record('auth.second_factor_on', { subjectId: id });
    await this.mails.tell('auth.second_factor_on', id);
    return { recoveryCodes };
  }

  @Transactional()
  protected async remove(id: string, passwordHash: string | undefined): Promise<void> {
    if (!(await this.credentials.hold(id, passwordHash))) throw wrongPassword('/password');
    const wasOn = await this.factors.delete(id);
    await this.recovery.deleteAll(id);
    if (!wasOn) return;
    await this.events.record('auth.second_factor_off', { subjectId: id });
    await this.mails.tell('auth.second_factor_off', id);
  }
}
