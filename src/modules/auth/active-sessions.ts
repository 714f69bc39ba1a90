import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Notifications } from '../../platform/database/notifications.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { ENDED_CHANNEL, MEMBER_CHANNEL, SessionsRepository } from './sessions.repository.js';

/** The net under the notifications: nothing is believed for longer than this. */
const TTL_MILLIS = 5_000;
const MAX_SESSIONS = 20_000;

/**
 * Which sessions are alive, remembered in this process so that a signed-in request need not ask the database. A session that
 * ends anywhere is forgotten here as soon as PostgreSQL tells so; while nobody listens, nothing is remembered at all.
 */
@Injectable()
export class ActiveSessions {
  private readonly lookUps;
  private readonly known = new LRUCache<string, SignedInUser>({ max: MAX_SESSIONS, ttl: TTL_MILLIS });
  /** Counts what was forgotten, so that a row read before a session ended is not remembered after it. */
  private epoch = 0;

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly notifications: Notifications,
    metrics: Metrics,
  ) {
    this.lookUps = metrics.counter(
      'session_lookups_total',
      'Sessions that requests were for, known here or asked for.',
      ['result'],
    );
    const forgetAll = () => {
      this.known.clear();
      this.epoch++;
    };
    notifications.listen(ENDED_CHANNEL, this.forget.bind(this), forgetAll);
    notifications.listen(MEMBER_CHANNEL, this.forgetMember.bind(this), forgetAll);
  }

  /** The member whose session this is, or undefined when it has ended or expired. */
  async find(sessionId: string): Promise<SignedInUser | undefined> {
    const known = this.notifications.isListening ? this.known.get(sessionId) : undefined;
    this.lookUps.inc({ result: known ? 'known' : 'asked' });
    return known ?? (await this.ask(sessionId));
  }

  /**
   * Forgets sessions that were ended, here at once, and answers when the other processes have been told, too: nobody who waits
   * for a logout's answer can use the token afterwards. Call it after the commit.
   */
  async forgetEverywhere(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.forget(id);
    await this.notifications.settle();
  }

  /** The same for all sessions of a member whose role or suspension was changed. */
  async forgetMemberEverywhere(userId: string): Promise<void> {
    this.forgetMember(userId);
    await this.notifications.settle();
  }

  private async ask(sessionId: string): Promise<SignedInUser | undefined> {
    const { epoch } = this;
    const row = await this.sessions.findActive(sessionId);
    if (!row) return undefined;
    const { isStale, ...member } = row;
    if (isStale) await this.sessions.touch(sessionId);
    const user = { ...member, sessionId };
    if (this.notifications.isListening && epoch === this.epoch) this.known.set(sessionId, user);
    return user;
  }

  private forget(id: string): void {
    this.known.delete(id);
    this.epoch++;
  }

  private forgetMember(userId: string): void {
    for (const [id, user] of this.known.entries()) if (user.id === userId) this.known.delete(id);
    this.epoch++;
  }
}
