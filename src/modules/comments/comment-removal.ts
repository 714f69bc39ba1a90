import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { CommentAccess } from './comment-access.js';
import { isAuthor } from './comment-rights.js';
import type { CommentRow } from './comment.columns.js';
import { type CommentedPost, CommentedPosts } from './commented-posts.js';
import { CommentsRepository } from './comments.repository.js';
import { ReportCasesRepository } from './reports/report-cases.repository.js';

/** Takes comments away, with all that depended on them. */
@Injectable()
export class CommentRemoval {
  constructor(
    private readonly access: CommentAccess,
    private readonly comments: CommentsRepository,
    private readonly posts: CommentedPosts,
    private readonly reports: ReportCasesRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws `comments.not_found`, `http.precondition_failed` */
  @Transactional()
  async remove(
    user: SignedInUser,
    comment: CommentRow,
    post: CommentedPost,
    expected: ExpectedVersions,
  ): Promise<void> {
    const { id, authorId } = comment;
    await this.posts.lock(post.id);
    await this.reports.resolveByDeletion(id, user.id);
    if (!(await this.comments.dropHeld(id, expected))) await this.bury(user, id, post, expected);
    if (isAuthor(user, comment) || post.authorId === user.id) return;
    await this.audit.record('comments.deleted', { subjectId: authorId, details: { commentId: id } });
  }

  private async bury(user: SignedInUser, id: string, post: CommentedPost, expected: ExpectedVersions): Promise<void> {
    const buried = await this.comments.bury(id, expected);
    if (!buried) throw await this.access.explainRefusal(user, id);
    if (buried.wasReadable) await this.posts.count(post.id, -1);
    await this.comments.clearAway(id);
  }
}
