import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, join, limit, type Sql, sql } from '../../../platform/database/sql.js';
import type { SecurityEvent } from './security-event.entity.js';
import type { SecurityEventName } from './security-event-names.js';

/** An entry with the names of the accounts that it is about. */
export interface SecurityEventRow extends SecurityEvent {
  actorUsername: string | null;
  actorDisplayName: string | null;
  actorAvatarPhotoId: string | null;
  subjectUsername: string | null;
  subjectDisplayName: string | null;
  subjectAvatarPhotoId: string | null;
}

export type NewSecurityEvent = Pick<SecurityEvent, 'id' | 'event' | 'actorId' | 'subjectId' | 'details'> &
  Partial<Pick<SecurityEvent, 'ip' | 'device'>>;

/** Names are usernames; `from` is included, `to` is not. */
export interface SecurityEventFilter {
  subjectId?: string;
  actor?: string;
  subject?: string;
  event?: SecurityEventName;
  from?: Date;
  to?: Date;
}

/** When it was, and its id. */
export type SecurityEventKey = readonly [createdAt: string, id: string];

@Injectable()
export class SecurityEventsRepository {
  constructor(private readonly database: Database) {}

  async insert({ id, event, actorId, subjectId, ip = null, device = null, details }: NewSecurityEvent): Promise<void> {
    await this.database.execute(sql`
      insert into security_events (id, event, actor_id, subject_id, ip, device, details)
      values (${id}, ${event}, ${actorId}, ${subjectId}, ${ip}, ${device}, ${JSON.stringify(details)})`);
  }

  /** Keeps an account from being deleted until the running transaction ends. @returns its id, if it is there. */
  async holdSubject(userId: string): Promise<string | undefined> {
    const row = await this.database.maybeOne<{ id: string }>(
      sql`select id from users where id = ${userId} for key share`,
    );
    return row?.id;
  }

  /** Newest first. The documented read of another room's table: names come along, so that a page is one statement. */
  async list(filter: SecurityEventFilter, count: number, after?: SecurityEventKey): Promise<SecurityEventRow[]> {
    return this.database.many<SecurityEventRow>(sql`
      with page as (
        select * from security_events ${where(filter, after)}
        order by created_at desc, id desc ${limit(count)}
      )
      select
        page.id, page.event, page.actor_id as "actorId", page.subject_id as "subjectId", page.ip, page.device,
        page.details, page.created_at as "createdAt",
        actor.username as "actorUsername", actor.display_name as "actorDisplayName",
        actor.avatar_photo_id as "actorAvatarPhotoId",
        subject.username as "subjectUsername", subject.display_name as "subjectDisplayName",
        subject.avatar_photo_id as "subjectAvatarPhotoId"
      from page
      left join users as actor on actor.id = page.actor_id
      left join users as subject on subject.id = page.subject_id
      order by page.created_at desc, page.id desc`);
  }
}

function where(filter: SecurityEventFilter, after: SecurityEventKey | undefined): Sql {
  const { subjectId, actor, subject, event, from, to } = filter;
  const conditions = [
    subjectId !== undefined && sql`subject_id = ${subjectId}`,
    actor !== undefined && sql`actor_id = ${idOf(actor)}`,
    subject !== undefined && sql`subject_id = ${idOf(subject)}`,
    event !== undefined && sql`event = ${event}`,
    from !== undefined && sql`created_at >= ${from}`,
    to !== undefined && sql`created_at < ${to}`,
    after !== undefined && sql`(created_at, id) < (${after[0]}, ${after[1]})`,
  ].filter((condition) => condition !== false);
  return conditions.length === 0 ? empty : sql`where ${join(conditions, ' and ')}`;
}

function idOf(username: string): Sql {
  return sql`(select id from users where username = lower(${username}))`;
}
