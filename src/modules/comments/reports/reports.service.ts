import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Config } from '../../../platform/config/load-config.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { CommentAccess } from '../comment-access.js';
import { isAuthor } from '../comment-rights.js';
import { CommentedPosts } from '../commented-posts.js';
import { ConcealmentService } from '../concealment/concealment.service.js';
import { reportErrors } from './report.errors.js';
import { ReportCasesRepository } from './report-cases.repository.js';

/** Members tell moderators of a comment. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly access: CommentAccess,
    private readonly cases: ReportCasesRepository,
    private readonly posts: CommentedPosts,
    private readonly concealment: ConcealmentService,
    private readonly config: Config,
  ) {}

  /**
   * Once for each member: a repeated report has the new reason. As many as the setting says conceal the comment until a
   * moderator has looked at it.
   *
   * @throws `comments.not_found`, `comments.concealed`, `reports.own_comment`
   */
  @Transactional()
  async report(reporter: SignedInUser, commentId: string, reason: string): Promise<void> {
    const { comment, post } = await this.access.findReadable(reporter, commentId);
    if (isAuthor(reporter, comment)) throw reportErrors.ownComment();
    await this.posts.lock(post.id);
    const count = await this.cases.add(commentId, reporter.id, reason);
    const threshold = this.config.get('COMMENT_REPORTS_TO_CONCEAL');
    if (threshold === 0 || (count ?? 0) < threshold) return;
    await this.concealment.concealAs(commentId, post.id, { as: 'reports', by: null });
  }
}
