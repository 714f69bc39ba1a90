import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, type Sql, sql } from '../../../platform/database/sql.js';
import type { ReportKind } from './report.entity.js';
import type { ReportStatus } from './dto/reports-query.dto.js';
import type { ReportRow } from './report.row.js';

/** When it was made, or resolved, and its id. */
export type ReportKey = readonly [at: string, id: string];

/** So many reasons are shown with a report; how many there are is counted. */
const REASONS_SHOWN = 20;

const ORDERS: Record<ReportStatus, { isOf: Sql; at: Sql; beyond: Sql; direction: Sql }> = {
  // Who has waited longest comes first.
  open: { isOf: sql`resolved_at is null`, at: sql`created_at`, beyond: sql`>`, direction: sql`asc` },
  resolved: { isOf: sql`resolved_at is not null`, at: sql`resolved_at`, beyond: sql`<`, direction: sql`desc` },
};

/**
 * The moderators' queue, as they read it. The documented read of other rooms' tables: what waits under a post that is not
 * published waits until it is, and names come along.
 */
@Injectable()
export class ReportsRepository {
  constructor(private readonly database: Database) {}

  async list(
    { status, kind }: { status: ReportStatus; kind: ReportKind | undefined },
    count: number,
    after: ReportKey | undefined,
  ): Promise<ReportRow[]> {
    const { isOf, at, beyond, direction } = ORDERS[status];
    const afterKey = after ? sql`and (${at}, id) ${beyond} (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty;
    const page = sql`
      select * from reports as report
      where ${isOf} ${kind === undefined ? empty : sql`and kind = ${kind}`}
        ${status === 'open' ? IS_WAITING : empty} ${afterKey}
      order by ${at} ${direction}, id ${direction} ${limit(count)}`;
    return this.database.many<ReportRow>(
      sql`${withReasons(sql`(${page})`)} order by report.${at} ${direction}, report.id ${direction}`,
    );
  }

  async find(id: string): Promise<ReportRow | undefined> {
    return this.database.maybeOne<ReportRow>(sql`${withReasons(sql`reports`)} where report.id = ${id}`);
  }
}

/** Reported by somebody who is still there, under a post that is published. */
const IS_WAITING = sql`
  and (kind = 'held' or exists (select from report_reasons where report_id = report.id))
  and exists (
    select from comments join posts on posts.id = comments.post_id
    where comments.id = report.comment_id and posts.status = 'published')`;

function withReasons(reports: Sql): Sql {
  return sql`
    select report.id, report.comment_id as "commentId", report.kind, report.outcome, report.created_at as "createdAt",
      report.resolved_at as "resolvedAt", report.resolved_by as "resolvedBy",
      resolver.username as "resolverUsername", resolver.display_name as "resolverDisplayName",
      resolver.avatar_photo_id as "resolverAvatarPhotoId",
      (select count(*)::int from report_reasons where report_id = report.id) as "reportCount",
      coalesce((
        select json_agg(given order by given."createdAt") from (
          select reason, report_reasons.created_at as "createdAt", username, display_name as "displayName",
            avatar_photo_id as "avatarPhotoId"
          from report_reasons join users on users.id = reporter_id
          where report_id = report.id order by report_reasons.created_at ${limit(REASONS_SHOWN)}
        ) as given
      ), '[]') as reasons
    from ${reports} as report left join users as resolver on resolver.id = report.resolved_by`;
}
