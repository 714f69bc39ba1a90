import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { Pages } from '../../../platform/http/page.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import type { CommentView } from '../comment.view.js';
import { CommentedPosts } from '../commented-posts.js';
import { CommentsService } from '../comments.service.js';
import { ConcealmentService } from '../concealment/concealment.service.js';
import type { ReportsQuery } from './dto/reports-query.dto.js';
import type { Outcome, ReportKind } from './report.entity.js';
import { reportErrors } from './report.errors.js';
import { toReport } from './report.mapper.js';
import type { ReportRow } from './report.row.js';
import type { ReportPage, ReportView } from './report.view.js';
import { ReportCasesRepository } from './report-cases.repository.js';
import { type ReportKey, ReportsRepository } from './reports.repository.js';

const FITTING: Record<ReportKind, readonly Outcome[]> = {
  reported: ['dismiss', 'conceal', 'delete'],
  held: ['approve', 'delete'],
};

/** The moderators' queue. */
@Injectable()
export class ModerationService {
  constructor(
    private readonly reports: ReportsRepository,
    private readonly cases: ReportCasesRepository,
    private readonly comments: CommentsService,
    private readonly concealment: ConcealmentService,
    private readonly posts: CommentedPosts,
    private readonly audit: AuditTrail,
    private readonly pages: Pages,
  ) {}

  async list(moderator: SignedInUser, { status, kind, ...query }: ReportsQuery): Promise<ReportPage> {
    const page = await this.pages.read({
      name: `reports:${status}`,
      query,
      read: (count, after: ReportKey | undefined) => this.reports.list({ status, kind }, count, after),
      keyOf: ({ id, createdAt, resolvedAt }): ReportKey => [(resolvedAt ?? createdAt).toISOString(), id],
      toItem: (report) => report,
    });
    const comments = await this.commentsOf(moderator, page.items);
    return { ...page, items: page.items.map((report) => toReport(report, comments.get(report.commentId))) };
  }

  /**
   * Decides, once: of parallel decisions one counts, and repeating it changes nothing.
   *
   * @throws `reports.not_found`, `reports.outcome_not_fitting`, `reports.already_resolved`
   */
  @Transactional()
  async resolve(moderator: SignedInUser, id: string, outcome: Outcome): Promise<ReportView> {
    const report = await this.reports.find(id);
    if (!report) throw reportErrors.notFound();
    if (!FITTING[report.kind].includes(outcome)) throw notFitting();
    const comment = (await this.commentsOf(moderator, [report])).get(report.commentId);
    if (comment) await this.posts.lock(comment.postId);
    if (await this.cases.resolve(id, moderator.id, outcome)) await this.carryOut(moderator, report, comment, outcome);
    return this.show(moderator, id, outcome);
  }

  private async carryOut(
    moderator: SignedInUser,
    { id: reportId, commentId }: ReportRow,
    comment: CommentView | undefined,
    outcome: Outcome,
  ): Promise<void> {
    if (comment) await this.change(moderator, comment, outcome);
    await this.audit.record('reports.resolved', { subjectId: null, details: { reportId, commentId, outcome } });
  }

  private async change(moderator: SignedInUser, { id, postId }: CommentView, outcome: Outcome): Promise<void> {
    switch (outcome) {
      case 'dismiss':
        await this.concealment.revealIf(id, postId, ['reports']);
        return;
      case 'conceal':
        return this.concealment.conceal(moderator, id);
      case 'delete':
        return this.comments.delete(moderator, id, undefined);
      case 'approve':
        return this.concealment.release(id, postId);
    }
  }

  private async show(moderator: SignedInUser, id: string, outcome: Outcome): Promise<ReportView> {
    const report = await this.reports.find(id);
    if (!report) throw reportErrors.notFound();
    if (report.outcome !== outcome) throw reportErrors.alreadyResolved();
    return toReport(report, (await this.commentsOf(moderator, [report])).get(report.commentId));
  }

  private async commentsOf(
    moderator: SignedInUser,
    reports: readonly ReportRow[],
  ): Promise<Map<string | null, CommentView>> {
    const ids = reports.flatMap(({ commentId }) => commentId ?? []);
    const comments = await this.comments.listVisible(moderator, ids);
    return new Map(comments.map((comment) => [comment.id, comment]));
  }
}

function notFitting() {
  const { code, title } = reportErrors.outcomeNotFitting.definition;
  return reportErrors.outcomeNotFitting({ errors: [{ pointer: '/outcome', code, detail: title }] });
}
