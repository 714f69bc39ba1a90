import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '../audit/security-events.js';
import { authErrors } from '../auth.errors.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { proofLane } from '../limits/guess-lanes.js';
import { Guesses } from '../limits/guesses.js';
import { PasswordHasher } from '../password-hasher.js';
import { PasswordRenewal } from './password-renewal.js';

/** What may harm an account takes its password, so that an open browser is not enough. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordHasher,
    private readonly events: SecurityEvents,
    private readonly guesses: Guesses,
    private readonly renewal: PasswordRenewal,
  ) {}

  /**
   * Checks the password of somebody who is signed in. A wrong one counts as a login that failed.
   *
   * @param lanes as what it counts, where who guesses is not signed in.
   * @returns its hash.
   * @throws `auth.wrong_password` naming the field; `auth.too_many_attempts`, `auth.busy`.
   */
  async demand(userId: string, password: string, pointer: string, lanes = proofLane(userId)): Promise<string> {
    const passwordHash = await this.credentials.findHash(userId);
    const isRight = await this.guesses.check(lanes, () => this.passwords.verify(passwordHash, password));
    if (isRight && passwordHash !== undefined) return this.renewal.renew(userId, passwordHash, password);
    await this.events.recordWrongPassword(userId);
    throw wrongPassword(pointer);
  }
}

export function wrongPassword(pointer: string) {
  const { code, title } = authErrors.wrongPassword.definition;
  return authErrors.wrongPassword({ errors: [{ pointer, code, detail: title }] });
}
