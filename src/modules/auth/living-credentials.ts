import { LRUCache } from 'lru-cache';
import { entries } from '../../platform/collections/entries.js';
import type { Notifications } from '../../platform/database/notifications.js';
import { MEMBER_CHANNEL } from './sessions.repository.js';

/** The net under the notifications: nothing is believed for longer than this. */
const TTL_MILLIS = 5_000;
const MAX_REMEMBERED = 20_000;

/**
 * Which credentials of a kind are alive and whose they are, remembered in this process so that a signed-in request need not ask
 * the database. What ends anywhere is forgotten here as soon as PostgreSQL tells so; while nobody listens, nothing is
 * remembered at all.
 */
export class LivingCredentials<Holder extends { readonly id: string }> {
  private readonly known = new LRUCache<string, Holder>({ ...entries(MAX_REMEMBERED), ttl: TTL_MILLIS });
  /** Counts what was forgotten, so that a row read before its end is not remembered after it. */
  private epoch = 0;

  /**
   * @param endedChannel on which the keys of those that end are heard.
   * @param lookUps counts those that were known, and those that were asked for.
   */
  constructor(
    private readonly notifications: Notifications,
    endedChannel: string,
    private readonly lookUps: { inc(labels: { result: 'known' | 'asked' }): void },
  ) {
    const forgetAll = () => {
      this.known.clear();
      this.epoch++;
    };
    notifications.listen(endedChannel, this.forget.bind(this), forgetAll);
    notifications.listen(MEMBER_CHANNEL, this.forgetMember.bind(this), forgetAll);
  }

  /** The member whose credential this is, by memory or else as `ask` says; undefined when it has ended or expired. */
  async find(key: string, ask: () => Promise<Holder | undefined>): Promise<Holder | undefined> {
    const known = this.notifications.isListening ? this.known.get(key) : undefined;
    this.lookUps.inc({ result: known ? 'known' : 'asked' });
    if (known) return known;
    const { epoch } = this;
    const holder = await ask();
    if (holder && this.notifications.isListening && epoch === this.epoch) this.known.set(key, holder);
    return holder;
  }

  /**
   * Forgets those that were ended, here at once, and answers when the other processes have been told, too: nobody who waits for
   * a logout's answer can use the token afterwards. Call it after the commit.
   */
  async forgetEverywhere(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.forget(key);
    await this.notifications.settle();
  }

  /** The same for all credentials of a member whose role or suspension was changed. */
  async forgetMemberEverywhere(userId: string): Promise<void> {
    this.forgetMember(userId);
    await this.notifications.settle();
  }

  private forget(key: string): void {
    this.known.delete(key);
    this.epoch++;
  }

  private forgetMember(userId: string): void {
    for (const [key, { id }] of this.known.entries()) if (id === userId) this.known.delete(key);
    this.epoch++;
  }
}
