import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { SecurityEvents } from '../audit/security-events.js';
import type { AssertionDto } from '../passkeys/dto/assertion.dto.js';
import type { PasskeyRequestOptions } from '../passkeys/passkey-options.view.js';
import { PasskeyProofs } from '../passkeys/passkey-proofs.js';
import { PasswordProof } from '../password/password-proof.js';
import { SecondFactors } from '../totp/second-factors.js';
import { wrongCode } from '../totp/totp.errors.js';
import type { StepUpDto } from './dto/step-up.dto.js';
import { ProofsRepository } from './proofs.repository.js';

/** Proving once more, in a session, to be its member. */
@Injectable()
export class StepUpService {
  constructor(
    private readonly proofs: ProofsRepository,
    private readonly passwords: PasswordProof,
    private readonly factors: SecondFactors,
    private readonly passkeys: PasskeyProofs,
    private readonly events: SecurityEvents,
  ) {}

  async passkeyOptions({ id }: SessionUser): Promise<PasskeyRequestOptions> {
    return this.passkeys.optionsFor('step-up', id);
  }

  /**
   * @throws `auth.wrong_password`, `auth.wrong_code`, `auth.too_many_codes`, `auth.passkey_refused`, `auth.passkey_origin`,
   * `auth.busy`; `http.validation_failed` unless it is one proof.
   */
  async prove(user: SessionUser, { password, code, passkey }: StepUpDto): Promise<void> {
    if ([password, code, passkey].filter((proof) => proof !== undefined).length !== 1) throw notOneProof();
    if (password !== undefined) return this.proveByPassword(user, password);
    if (code !== undefined) return this.proveByCode(user, code);
    if (passkey !== undefined) return this.proveByPasskey(user, passkey);
  }

  private async proveByPassword(user: SessionUser, password: string): Promise<void> {
    await this.passwords.demand(user.id, password, '/password');
    await this.renew(user, 'password');
  }

  private async proveByCode(user: SessionUser, code: string): Promise<void> {
    const isRight = await this.factors.proveByApp(user.id, code);
    if (!isRight) {
      await this.events.recordWrongPassword(user.id);
      throw wrongCode();
    }
    await this.renew(user, 'totp');
  }

  private async proveByPasskey(user: SessionUser, assertion: AssertionDto): Promise<void> {
    await this.passkeys.demand('step-up', assertion, user.id);
    await this.renew(user, 'passkey');
  }

  @Transactional()
  protected async renew({ id, sessionId }: SessionUser, method: 'password' | 'totp' | 'passkey'): Promise<void> {
    await this.proofs.renew(id, sessionId);
    await this.events.record('auth.stepped_up', { subjectId: id, details: { method } });
  }
}

function notOneProof() {
  const problem = { pointer: '', code: 'auth.one_proof', detail: 'must have one of password, code and passkey' };
  return httpErrors.validationFailed({ errors: [problem] });
}
