import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Notifications } from '../../../platform/database/notifications.js';
import { Metrics } from '../../../platform/metrics/metrics.js';
import { LivingCredentials } from '../living-credentials.js';
import { type ActiveToken, PersonalTokensRepository, REVOKED_CHANNEL } from './personal-tokens.repository.js';
import { hashOfToken } from './token-format.js';

/** A token that is good, with the member whose it is. */
type TokenHolder = Omit<ActiveToken, 'isStale'>;

/** Which personal access tokens are good: {@link LivingCredentials}, by their hashes. */
@Injectable()
export class ActiveTokens {
  private readonly living: LivingCredentials<TokenHolder>;

  constructor(
    private readonly tokens: PersonalTokensRepository,
    private readonly clock: Clock,
    notifications: Notifications,
    metrics: Metrics,
  ) {
    const lookUps = metrics.counter(
      'personal_token_lookups_total',
      'Personal access tokens that requests were for, known here or asked for.',
      ['result'],
    );
    this.living = new LivingCredentials(notifications, REVOKED_CHANNEL, lookUps);
  }

  /** Undefined when it was revoked or has expired, or its member is suspended or gone. */
  async find(token: string): Promise<TokenHolder | undefined> {
    const tokenHash = hashOfToken(token);
    const holder = await this.living.find(tokenHash, () => this.ask(tokenHash));
    // What is remembered may have expired since.
    return holder && holder.expiresAt > this.clock.now() ? holder : undefined;
  }

  /** Call it after the commit that revokes them. */
  async forgetEverywhere(tokenHashes: readonly string[]): Promise<void> {
    await this.living.forgetEverywhere(tokenHashes);
  }

  private async ask(tokenHash: string): Promise<TokenHolder | undefined> {
    const row = await this.tokens.findActive(tokenHash);
    if (!row) return undefined;
    const { isStale, ...holder } = row;
    if (isStale) await this.tokens.touch(holder.tokenId);
    return holder;
  }
}
