import { Injectable } from '@nestjs/common';
import { Notifications } from '../../platform/database/notifications.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { SessionUser } from '../../platform/security/signed-in-user.js';
import { LivingCredentials } from './living-credentials.js';
import { ENDED_CHANNEL, SessionsRepository } from './sessions.repository.js';

/** Which sessions are alive: {@link LivingCredentials}. */
@Injectable()
export class ActiveSessions {
  private readonly living: LivingCredentials<SessionUser>;

  constructor(
    private readonly sessions: SessionsRepository,
    notifications: Notifications,
    metrics: Metrics,
  ) {
    const lookUps = metrics.counter(
      'session_lookups_total',
      'Sessions that requests were for, known here or asked for.',
      ['result'],
    );
    this.living = new LivingCredentials(notifications, ENDED_CHANNEL, lookUps);
  }

  /** The member whose session this is, or undefined when it has ended or expired. */
  async find(sessionId: string): Promise<SessionUser | undefined> {
    return this.living.find(sessionId, () => this.ask(sessionId));
  }

  /** Call it after the commit that ends them. */
  async forgetEverywhere(ids: readonly string[]): Promise<void> {
    await this.living.forgetEverywhere(ids);
  }

  /** The same for all sessions of a member whose role or suspension was changed. */
  async forgetMemberEverywhere(userId: string): Promise<void> {
    await this.living.forgetMemberEverywhere(userId);
  }

  private async ask(sessionId: string): Promise<SessionUser | undefined> {
    const row = await this.sessions.findActive(sessionId);
    if (!row) return undefined;
    const { isStale, ...member } = row;
    if (isStale) await this.sessions.touch(sessionId);
    return { ...member, sessionId };
  }
}
