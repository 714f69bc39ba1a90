import { Injectable } from '@nestjs/common';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import type { SessionUser } from '../../../platform/security/signed-in-user.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { PasswordProof } from '../password/password-proof.js';
import { ProofsRepository } from './proofs.repository.js';
import { stepUpErrors } from './step-up.errors.js';

/** What may harm an account takes more than being signed in, so that an open browser or a stolen token is not enough. */
@Injectable()
export class AccountProof {
  constructor(
    private readonly proofs: ProofsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordProof,
  ) {}

  /** For what is asked for without a password. @throws `auth.step_up_required` when the last proof is older than ten minutes. */
  async demandFresh({ id, sessionId }: SessionUser): Promise<void> {
    if (await this.proofs.isFresh(sessionId)) return;
    const methods = Object.entries(await this.proofs.methodsOf(id)).filter(([, isThere]) => isThere);
    throw stepUpErrors.stepUpRequired({ members: { methods: methods.map(([method]) => method) } });
  }

  /**
   * Demands the password of whoever has one, and a fresh proof of whoever has none.
   *
   * @returns the password's hash, or undefined for a member without a password. Whoever acts on it makes sure that it still is.
   * @throws `auth.wrong_password` or `http.validation_failed` naming the field; `auth.step_up_required`, `auth.busy`.
   */
  async demand(user: SessionUser, password: string | undefined, pointer: string): Promise<string | undefined> {
    if (password !== undefined) return this.passwords.demand(user.id, password, pointer);
    if ((await this.credentials.findHash(user.id)) !== undefined) throw passwordMissing(pointer);
    await this.demandFresh(user);
    return undefined;
  }
}

function passwordMissing(pointer: string) {
  const detail = `${pointer.slice(1)} must be given by who has a password`;
  return httpErrors.validationFailed({ errors: [{ pointer, code: 'field.is_string', detail }] });
}
