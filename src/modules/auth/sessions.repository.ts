import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { empty, limit, pipelined, sql, type Sql } from '../../platform/database/sql.js';
import type { IdKey } from '../../platform/http/page.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import type { RefreshClaim } from './refresh-tokens.js';
import type { Session } from './session.entity.js';

/** Sessions end by themselves when they are not refreshed for this long. */
const LIFETIME = sql`interval '30 days'`;

const COLUMNS = sql`
  id, user_id as "userId", device, ip, refresh_generation as "refreshGeneration", rotated_at as "rotatedAt",
  last_used_at as "lastUsedAt", expires_at as "expiresAt", created_at as "createdAt"`;

export type NewSession = Pick<Session, 'id' | 'userId' | 'device' | 'ip'>;

export type EndedSession = Pick<Session, 'id' | 'device'>;

/** A session that is alive, with whoever it belongs to. */
export interface ActiveSession extends SignedInUser {
  isStale: boolean;
}

@Injectable()
export class SessionsRepository {
  constructor(private readonly database: Database) {}

  /** @returns undefined when the member may not sign in: see {@link whoMaySignIn}. */
  async insert({ id, userId, device, ip }: NewSession, passwordHash?: string): Promise<Session | undefined> {
    return this.database.maybeOne<Session>(sql`
      insert into sessions (id, user_id, device, ip, expires_at)
      select ${id}::uuid, users.id, ${device}, ${ip}, now() + ${LIFETIME}
      ${whoMaySignIn(userId, passwordHash)}
      returning ${COLUMNS}`);
  }

  async findActive(id: string): Promise<ActiveSession | undefined> {
    return this.database.maybeOne<ActiveSession>(pipelined`
      select users.id, users.username, users.role, sessions.last_used_at < now() - interval '1 minute' as "isStale"
      from sessions join users on users.id = sessions.user_id
      where sessions.id = ${id} and sessions.expires_at > now() and (users.suspended_until > now()) is not true`);
  }

  async find(id: string): Promise<Session | undefined> {
    return this.database.maybeOne<Session>(
      sql`select ${COLUMNS} from sessions where id = ${id} and expires_at > now()`,
    );
  }

  /** The latest sign-in first. */
  async listOwned(userId: string, count: number, after?: IdKey): Promise<Session[]> {
    return this.database.many<Session>(sql`
      select ${COLUMNS} from sessions where user_id = ${userId} and expires_at > now() ${after ? sql`and id < ${after[0]}` : empty}
      order by id desc ${limit(count)}`);
  }

  /** Exchanges the current refresh token for the next one. Of parallel calls exactly one gets a session back. */
  async rotate({ sessionId, generation }: RefreshClaim): Promise<Session | undefined> {
    return this.database.maybeOne<Session>(sql`
      update sessions
      set refresh_generation = refresh_generation + 1, rotated_at = now(), last_used_at = now(),
          expires_at = now() + ${LIFETIME}
      where id = ${sessionId} and refresh_generation = ${generation} and expires_at > now()
      returning ${COLUMNS}`);
  }

  /** The session, if the claim is the parent of its current token and was exchanged so short a time ago that an answer may have been lost. */
  async findJustRotated({ sessionId, generation }: RefreshClaim): Promise<Session | undefined> {
    return this.database.maybeOne<Session>(sql`
      select ${COLUMNS} from sessions
      where id = ${sessionId} and refresh_generation = ${generation + 1}
        and rotated_at > now() - interval '10 seconds' and expires_at > now()`);
  }

  async touch(id: string): Promise<void> {
    await this.database.execute(sql`
      update sessions set last_used_at = now() where id = ${id} and last_used_at < now() - interval '1 minute'`);
  }

  /** Ends one of the member's sessions and tells every process at commit. @returns what was ended, if anything. */
  async end(userId: string, id: string): Promise<EndedSession | undefined> {
    const [ended] = await this.endWhere(sql`user_id = ${userId} and id = ${id}`);
    return ended;
  }

  async endAll(userId: string, except?: string): Promise<EndedSession[]> {
    return this.endWhere(sql`user_id = ${userId} and id is distinct from ${except ?? null}::uuid`);
  }

  /** Ends all of a member's sessions, but keeps them to tell by them, for as long as it lasts, that it was a suspension. */
  async endBySuspension(userId: string): Promise<void> {
    await this.database.execute(sql`update sessions set expires_at = '-infinity' where user_id = ${userId}`);
  }

  /** Whose session it was that a suspension ended, if the claim is of its last token or that one's parent. */
  async findEndedBySuspension({ sessionId, generation }: RefreshClaim): Promise<Pick<Session, 'userId'> | undefined> {
    return this.database.maybeOne(sql`
      select user_id as "userId" from sessions
      where id = ${sessionId} and expires_at = '-infinity'
        and refresh_generation in (${generation}, ${generation + 1})`);
  }

  /** Tells every process at commit that what it knows of a member is out of date. */
  async announceChange(userId: string): Promise<void> {
    await this.database.execute(sql`select pg_notify(${MEMBER_CHANNEL}, ${userId})`);
  }

  async deleteExpired(): Promise<number> {
    return this.database.execute(sql`
      delete from sessions using users
      where users.id = user_id and expires_at < now() and (suspended_until > now()) is not true`);
  }

  private async endWhere(condition: typeof LIFETIME): Promise<EndedSession[]> {
    return this.database.many<EndedSession>(sql`
      with ended as (delete from sessions where ${condition} returning id, device)
      select id, device, pg_notify(${ENDED_CHANNEL}, id::text) from ended`);
  }
}

/**
 * The account in `users`, for an `insert … select`, unless it is suspended, has another password by now, or is gone. The locks
 * let it wait for a suspension or a new password that is being made, and those for it, so that nobody gets in unseen.
 *
 * @param passwordHash if given, the one that the member must still have.
 */
export function whoMaySignIn(userId: string, passwordHash: string | undefined): Sql {
  const credentials = sql`join password_credentials on user_id = users.id and password_hash = ${passwordHash}`;
  return sql`
    from users ${passwordHash === undefined ? empty : credentials}
    where users.id = ${userId} and (suspended_until > now()) is not true
    for share`;
}

/** The channel on which every process hears the ids of members whose role or suspension has changed. */
export const MEMBER_CHANNEL = 'member_changed';

/** The channel on which every process hears the ids of sessions that ended. */
export const ENDED_CHANNEL = 'session_ended';
