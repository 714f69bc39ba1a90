import { Injectable } from '@nestjs/common';
import { Verification } from '../../../platform/verification/verification.js';
import { TotpCodes } from './totp-codes.js';
import { type SealedFactor, TotpFactorsRepository } from './totp-factors.repository.js';

const BATCH = 500;

/** Authenticator apps while `JWT_SECRET` is replaced, which their secrets are sealed with (docs/adr/0071). */
@Injectable()
export class SealedFactors {
  constructor(
    private readonly factors: TotpFactorsRepository,
    private readonly codes: TotpCodes,
    verification: Verification,
  ) {
    verification.addSearch('authenticator apps that no secret opens', () => this.findUnreadable());
  }

  /**
   * Seals with `JWT_SECRET` what was sealed with one of its fallbacks. May be broken off and begun again, and run while others
   * sign in.
   *
   * @returns how many were sealed anew, were so already, and cannot be read.
   */
  async reseal(): Promise<{ resealed: number; upToDate: number; unreadable: number }> {
    const counts = { resealed: 0, upToDate: 0, unreadable: 0 };
    for await (const factor of this.all()) counts[await this.resealOne(factor)]++;
    return counts;
  }

  private async resealOne(factor: SealedFactor): Promise<'resealed' | 'upToDate' | 'unreadable'> {
    const { userId, sealedSecret } = factor;
    if (this.codes.isUpToDate(userId, sealedSecret)) return 'upToDate';
    const sealedAnew = this.codes.sealAnew(userId, sealedSecret);
    if (sealedAnew === undefined) return 'unreadable';
    await this.factors.reseal(factor, sealedAnew);
    return 'resealed';
  }

  private async findUnreadable(): Promise<{ rows: number; wrong: { id: string }[] }> {
    const found = { rows: 0, wrong: [] as { id: string }[] };
    for await (const { userId, sealedSecret } of this.all()) {
      found.rows++;
      if (this.codes.sealAnew(userId, sealedSecret) === undefined) found.wrong.push({ id: userId });
    }
    return found;
  }

  private async *all(): AsyncGenerator<SealedFactor, void> {
    let batch: SealedFactor[] = [];
    do {
      batch = await this.factors.listAfter(batch.at(-1)?.userId, BATCH);
      yield* batch;
    } while (batch.length === BATCH);
  }
}
