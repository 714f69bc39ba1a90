import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { giveUpPlace } from '../../../platform/http/load-shedding.js';
import { Attempts, type Lane } from '../../../platform/limits/attempts.js';
import { authErrors } from '../auth.errors.js';

/** What is under way has already been counted as failed, so that few at once keep all who are right from refusing each other. */
const AT_ONCE = 2;
const MAX_WAITING = 200;

/** Where secrets are asked for that could be guessed. */
@Injectable()
export class Guesses {
  private readonly queue = pLimit(AT_ONCE);

  constructor(private readonly attempts: Attempts) {}

  /**
   * Lets a guess be checked, if its lanes allow it, and counts it where it was wrong.
   *
   * @param isRight checks it. One that throws was neither right nor wrong, and is not counted.
   * @throws `auth.too_many_attempts`, `auth.busy`
   */
  async check(lanes: readonly Lane[], isRight: () => Promise<boolean>): Promise<boolean> {
    await this.refuseDuringPause(lanes);
    if (this.queue.pendingCount >= MAX_WAITING) throw authErrors.busy({ headers: { 'retry-after': '2' } });
    giveUpPlace();
    return this.queue(() => this.attempt(lanes, isRight));
  }

  /** Makes good what failed before, because the secret is another one now. */
  async forget(lanes: readonly Lane[]): Promise<void> {
    await this.attempts.forget(lanes);
  }

  private async attempt(lanes: readonly Lane[], check: () => Promise<boolean>): Promise<boolean> {
    if (!(await this.attempts.take(lanes))) {
      await this.refuseDuringPause(lanes);
      throw tooMany(1);
    }
    try {
      const isRight = await check();
      if (isRight) await this.attempts.succeed(lanes);
      return isRight;
    } catch (error) {
      await this.attempts.giveBack(lanes);
      throw error;
    }
  }

  private async refuseDuringPause(lanes: readonly Lane[]): Promise<void> {
    const seconds = await this.attempts.pauseOf(lanes);
    if (seconds > 0) throw tooMany(seconds);
  }
}

function tooMany(seconds: number) {
  return authErrors.tooManyAttempts({ headers: { 'retry-after': String(seconds) } });
}
