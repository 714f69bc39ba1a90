import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { despiteDeadlocks } from '../../../platform/database/despite-deadlocks.js';
import { CredentialsRepository } from '../credentials.repository.js';
import { isOutdated } from '../password-cost.js';
import { PasswordHasher } from '../password-hasher.js';

/**
 * Hashes that cost less to guess at than those of today are made anew when their password is given, which is the only time when
 * they can be (OWASP Password Storage Cheat Sheet, “Upgrading the Work Factor”).
 */
@Injectable()
export class PasswordRenewal {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly passwords: PasswordHasher,
  ) {}

  /**
   * @param passwordHash which this password was just compared with, and is the one of.
   * @returns the hash to go on with. It is the given one, and no longer good, if the password was changed meanwhile.
   */
  async renew(userId: string, passwordHash: string, password: string): Promise<string> {
    if (!isOutdated(passwordHash)) return passwordHash;
    const newHash = await this.passwords.hashAnew(password);
    const isRenewed = await despiteDeadlocks(() => this.replace(userId, passwordHash, newHash));
    return isRenewed ? newHash : ((await this.findRenewed(userId, password)) ?? passwordHash);
  }

  @Transactional()
  protected async replace(userId: string, currentHash: string, newHash: string): Promise<boolean> {
    return this.credentials.renew(userId, currentHash, newHash);
  }

  /** Somebody else with this password was quicker, who is the same member signing in elsewhere. */
  private async findRenewed(userId: string, password: string): Promise<string | undefined> {
    const found = await this.credentials.findHash(userId);
    return (await this.passwords.verify(found, password)) ? found : undefined;
  }
}
