import { Injectable } from '@nestjs/common';
import type { RedeemSignInDto } from './dto/redeem-sign-in.dto.js';
import { type ConfirmedSignIn, OidcSignInsRepository } from './oidc-sign-ins.repository.js';
import { oidcErrors } from './oidc.errors.js';
import { sha256 } from './sign-in-secrets.js';

/** Takes the code that a browser was handed, once. */
@Injectable()
export class OidcRedemption {
  constructor(private readonly signIns: OidcSignInsRepository) {}

  /**
   * What the code stands for, if it comes from where the sign-in was begun. A wrong verifier makes it worthless: somebody has
   * got hold of it.
   *
   * @throws `auth.invalid_sign_in_code`
   */
  async open({ code, verifier }: Pick<RedeemSignInDto, 'code' | 'verifier'>): Promise<ConfirmedSignIn> {
    const signIn = await this.signIns.takeAttempt(sha256(code));
    if (!signIn) throw oidcErrors.invalidSignInCode();
    if (sha256(verifier) === signIn.challenge) return signIn;
    await this.signIns.delete(signIn.id);
    throw oidcErrors.invalidSignInCode();
  }

  /** Uses it up, first of all in the transaction that acts on it. @throws `auth.invalid_sign_in_code`, for all but one. */
  async close({ id }: ConfirmedSignIn): Promise<void> {
    if (!(await this.signIns.delete(id))) throw oidcErrors.invalidSignInCode();
  }
}
