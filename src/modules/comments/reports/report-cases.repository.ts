import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, type Sql, sql } from '../../../platform/database/sql.js';
import type { Outcome, ReportKind } from './report.entity.js';

/** What a member reported, without the words of who wrote it. */
export interface PersonalReport {
  id: string;
  commentId: string | null;
  reason: string;
  reportedAt: Date;
  isResolved: boolean;
}

/** Opening and closing reports. The post must be locked: see `CommentedPosts`. */
@Injectable()
export class ReportCasesRepository {
  constructor(private readonly database: Database) {}

  /** Opens a report of a comment, unless one is open. */
  async open(commentId: string, kind: ReportKind, condition: Sql = empty): Promise<void> {
    await this.database.execute(sql`
      insert into reports (id, comment_id, kind)
      select ${newId()}, id, ${kind} from comments where id = ${commentId} and body is not null ${condition}
      on conflict (comment_id) where resolved_at is null do nothing`);
  }

  /**
   * Adds what a member has to say, or puts it in the place of what that member said before. About what a moderator has decided
   * already nobody is heard twice, unless the comment was edited since.
   *
   * @returns how many members have reported the comment, if this was added.
   * @throws `comments.author_gone`
   */
  async add(commentId: string, reporterId: string, reason: string): Promise<number | undefined> {
    const isHeard = sql`and not exists (
      select from reports as decided join report_reasons on report_id = decided.id
      where decided.comment_id = comments.id and decided.resolved_at >= coalesce(comments.edited_at, comments.created_at)
        and reporter_id = ${reporterId})`;
    await this.open(commentId, 'reported', isHeard);
    const report = await this.database.maybeOne<{ id: string }>(sql`
      insert into report_reasons (report_id, reporter_id, reason)
      select reports.id, ${reporterId}, ${reason} from reports join comments on comments.id = reports.comment_id
      where reports.comment_id = ${commentId} and resolved_at is null ${isHeard}
      on conflict on constraint report_reasons_pkey do update set reason = excluded.reason
      returning report_id as id`);
    if (!report) return undefined;
    const { count } = await this.database.one<{ count: number }>(
      sql`select count(*)::int as count from report_reasons where report_id = ${report.id}`,
    );
    return count;
  }

  /** @returns whether it was open. @throws `comments.author_gone` */
  async resolve(id: string, moderatorId: string, outcome: Outcome): Promise<boolean> {
    const count = await this.database.execute(sql`
      update reports set outcome = ${outcome}, resolved_by = ${moderatorId}, resolved_at = clock_timestamp()
      where id = ${id} and resolved_at is null`);
    return count > 0;
  }

  /** Whoever deletes a comment has thereby resolved what was reported of it. */
  async resolveByDeletion(commentId: string, deletedBy: string): Promise<void> {
    await this.database.execute(sql`
      update reports set outcome = 'delete', resolved_by = ${deletedBy}, resolved_at = clock_timestamp()
      where comment_id = ${commentId} and resolved_at is null`);
  }

  /** In the order of their ids. */
  async listByReporter(reporterId: string, count: number, last: PersonalReport | undefined): Promise<PersonalReport[]> {
    const afterKey = last
      ? sql`and (reasons.created_at, reasons.report_id) > (${last.reportedAt.toISOString()}::timestamptz, ${last.id}::uuid)`
      : empty;
    return this.database.many<PersonalReport>(sql`
      select reports.id, reports.comment_id as "commentId", reasons.reason, reasons.created_at as "reportedAt",
        reports.resolved_at is not null as "isResolved"
      from report_reasons as reasons join reports on reports.id = reasons.report_id
      where reasons.reporter_id = ${reporterId} ${afterKey}
      order by reasons.created_at, reasons.report_id ${limit(count)}`);
  }
}
