import { Injectable } from '@nestjs/common';
import { Config } from '../config/load-config.js';
import { AttemptsRepository } from './attempts.repository.js';
import { LimitKeys } from './limit-keys.js';
import type { Patience } from './patience.js';
import { tellLimit } from './rate-limit-headers.js';

/** Whose failures are counted together, and how they are put up with. */
export interface Lane {
  readonly patience: Patience;
  /** An address, a name, an id. */
  readonly whom: string;
  /** Whether what is left is told in the headers. Only what belongs to who asks: not how often others have failed. */
  readonly isTold?: boolean;
  /** Whether a success makes good all failures before it, or only itself: an address is shared, and a guesser has an own account. */
  readonly isForgiving?: boolean;
}

/** Attempts that may fail: each is counted before it is made, and given back when it succeeds. */
@Injectable()
export class Attempts {
  private readonly isOn: boolean;

  constructor(
    config: Config,
    private readonly attempts: AttemptsRepository,
    private readonly keys: LimitKeys,
  ) {
    this.isOn = config.get('RATE_LIMITS') === 'on';
  }

  /** Seconds until the next attempt may be made; 0 for now. Asking counts nothing. */
  async pauseOf(lanes: readonly Lane[]): Promise<number> {
    if (!this.isOn) return 0;
    const seconds = await this.attempts.pauseOf(lanes.map((lane) => this.keyOf(lane)));
    if (seconds > 0) for (const lane of lanes.filter(({ isTold }) => isTold)) tell(lane, 0, seconds);
    return seconds;
  }

  /**
   * Counts an attempt in every lane, in their order.
   *
   * @returns whether it may be made. If not, it is counted in none.
   */
  async take(lanes: readonly Lane[]): Promise<boolean> {
    if (!this.isOn) return true;
    for (const [index, lane] of lanes.entries()) {
      const failures = await this.attempts.take(this.keyOf(lane), lane.patience);
      if (failures === undefined) {
        await this.giveBack(lanes.slice(0, index));
        return false;
      }
      if (lane.isTold) tell(lane, lane.patience.free - failures);
    }
    return true;
  }

  /** The attempt was not decided: it counts for nothing. */
  async giveBack(lanes: readonly Lane[]): Promise<void> {
    if (!this.isOn) return;
    for (const lane of lanes) await this.attempts.giveBack(this.keyOf(lane));
  }

  /** The attempt succeeded. */
  async succeed(lanes: readonly Lane[]): Promise<void> {
    await this.forget(lanes.filter(({ isForgiving }) => isForgiving));
    await this.giveBack(lanes.filter(({ isForgiving }) => !isForgiving));
  }

  /** Makes good all failures, for instance because what was guessed at is no longer what it was. */
  async forget(lanes: readonly Lane[]): Promise<void> {
    if (this.isOn && lanes.length > 0) await this.attempts.forget(lanes.map((lane) => this.keyOf(lane)));
  }

  private keyOf({ patience, whom }: Lane): string {
    return this.keys.of(patience.name, whom);
  }
}

function tell({ patience }: Lane, remaining: number, resetSeconds = patience.forgottenAfterSeconds): void {
  const { name, free: requests, forgottenAfterSeconds: windowSeconds } = patience;
  tellLimit({ name, requests, windowSeconds }, { remaining, resetSeconds });
}
