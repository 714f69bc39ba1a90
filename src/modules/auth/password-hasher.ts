import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { giveUpPlace } from '../../platform/http/load-shedding.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { authErrors } from './auth.errors.js';
import { ARGON2ID, phc, workMissing } from './password-cost.js';
import { MAX_PASSWORD_LENGTH } from './password-rules.js';

/** Of no password: what a missing member's password is compared with. */
const HASH_OF_NOBODY = phc(randomBytes(16), randomBytes(32));

/** Each hash takes a core for about 25 ms. More at once would only stall every other route. */
const AT_ONCE = 2;
const MAX_WAITING = 200;

/** Hashes and checks passwords in a bounded queue, so that a flood of logins cannot take the process down. */
@Injectable()
export class PasswordHasher {
  private readonly queue = pLimit(AT_ONCE);

  constructor(metrics: Metrics) {
    metrics.gauge('password_hashes_waiting', 'Passwords that wait for a core to be hashed on.', () => [
      { value: this.queue.pendingCount },
    ]);
  }

  /** @throws `auth.busy` when the queue is full. */
  async hash(password: string): Promise<string> {
    return this.enqueue(() => hash(canonical(password), ARGON2ID));
  }

  /** The same for one that was just found right: waits for its turn however many do, so that nobody is turned away for it. */
  async hashAnew(password: string): Promise<string> {
    return this.queue(() => hash(canonical(password), ARGON2ID));
  }

  /**
   * Whether the password belongs to the hash. A wrong one takes the same time whether there is a hash or not, of whatever
   * cost it is, and however it is wrong: empty and over-long ones are hashed too.
   *
   * @throws `auth.busy` when the queue is full.
   */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const isTooLong = password.length > MAX_PASSWORD_LENGTH;
    const candidate = canonical(isTooLong ? password.slice(0, MAX_PASSWORD_LENGTH) : password);
    const isRight = await this.enqueue(() => this.compare(passwordHash ?? HASH_OF_NOBODY, candidate));
    return isRight && passwordHash !== undefined && !isTooLong;
  }

  private async compare(passwordHash: string, candidate: string): Promise<boolean> {
    if (await verify(passwordHash, candidate)) return true;
    const missing = workMissing(passwordHash);
    if (missing) await hash(candidate, missing);
    return false;
  }

  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (this.queue.pendingCount >= MAX_WAITING) throw authErrors.busy({ headers: { 'retry-after': '2' } });
    giveUpPlace();
    return this.queue(work);
  }
}

/** The same password typed on another keyboard may come as other code points (NIST SP 800-63B §3.1.1.2). */
function canonical(password: string): string {
  return password.normalize('NFKC');
}
