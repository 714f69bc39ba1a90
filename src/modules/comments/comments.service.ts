import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { ErrorFactory } from '../../platform/errors/define-errors.js';
import type { Problem } from '../../platform/errors/problem.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { renderMarkdown } from '../../platform/markdown/markdown.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { CommentAccess } from './comment-access.js';
import { isAuthor, mayDelete } from './comment-rights.js';
import { commentErrors } from './comment.errors.js';
import { toComment } from './comment.mapper.js';
import type { CommentView } from './comment.view.js';
import { type CommentedPost, CommentedPosts } from './commented-posts.js';
import type { CommentRow } from './comment.columns.js';
import { CommentsRepository, type NewComment } from './comments.repository.js';
import type { CreateCommentDto } from './dto/create-comment.dto.js';
import type { UpdateCommentDto } from './dto/update-comment.dto.js';
import { ReportCasesRepository } from './reports/report-cases.repository.js';

/** A comment by itself: written, read, edited and deleted. */
@Injectable()
export class CommentsService {
  constructor(
    private readonly access: CommentAccess,
    private readonly comments: CommentsRepository,
    private readonly posts: CommentedPosts,
    private readonly reports: ReportCasesRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws `comments.not_found`, also when the post is not the viewer's to see. */
  async get(viewer: SignedInUser | undefined, id: string): Promise<CommentView> {
    const { comment, post } = await this.access.find(viewer, id);
    return toComment(comment, post, viewer);
  }

  /**
   * Comments on a post, or replies to a comment under it.
   *
   * @throws `posts.not_found`, `comments.post_not_published`, `comments.parent_not_found`, `comments.parent_deleted`,
   * `comments.parent_concealed`; the database decides, so a reply never ends up under a comment or post that is being deleted at the same time.
   */
  async create(author: SignedInUser, postId: string, { body, parentId }: CreateCommentDto): Promise<CommentView> {
    const comment = { id: newId(), postId, parentId: parentId ?? null, authorId: author.id, body };
    // Rendering takes its time, so it is done before the post is locked.
    return this.add(author, { ...comment, html: renderMarkdown(body) });
  }

  /**
   * Edits what the author wrote.
   *
   * @throws `comments.not_found`, `comments.not_yours`, `comments.edit_window_closed`, `http.precondition_failed`
   */
  async update(
    user: SignedInUser,
    id: string,
    { body }: UpdateCommentDto,
    expected: ExpectedVersions,
  ): Promise<CommentView> {
    const { comment, post } = await this.access.findLiving(user, id);
    if (!isAuthor(user, comment)) throw commentErrors.notYours();
    const changes = body === undefined ? {} : { body, html: renderMarkdown(body) };
    const updated = await this.comments.update(user.id, id, changes, expected);
    if (!updated) throw await this.access.explainRefusal(user, id, { isEdit: true });
    return toComment(updated, post, user);
  }

  /**
   * Deletes a comment. While it has replies its tombstone stays, without a word of what it said.
   *
   * @throws `comments.not_found`, also for a tombstone; `comments.not_yours`, `http.precondition_failed`
   */
  async delete(user: SignedInUser, id: string, expected: ExpectedVersions): Promise<void> {
    const { comment, post } = await this.access.findLiving(user, id);
    if (!mayDelete(user, comment, post)) throw commentErrors.notYours();
    await this.remove(user, comment, post, expected);
  }

  /** Those of these comments that the viewer may see under published posts, in no particular order. */
  async listVisible(viewer: SignedInUser | undefined, ids: readonly string[]): Promise<CommentView[]> {
    if (ids.length === 0) return [];
    const rows = await this.comments.findPublished(viewer, ids);
    return rows.map((row) => toComment(row, { id: row.postId, authorId: row.postAuthorId }, viewer));
  }

  @Transactional()
  protected async add(author: SignedInUser, comment: NewComment): Promise<CommentView> {
    await this.posts.count(comment.postId, 1);
    const post = await this.posts.requirePublished(author, comment.postId);
    return toComment(await this.insert(author, comment), post, author);
  }

  @Transactional()
  protected async remove(
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

  private async insert(author: SignedInUser, { parentId, ...comment }: NewComment): Promise<CommentRow> {
    if (parentId === null) return this.comments.insert({ ...comment, parentId });
    const reply = await this.comments.insertReply({ ...comment, parentId });
    if (reply) return reply;
    const parent = await this.comments.find(author, parentId);
    if (parent?.postId !== comment.postId || parent.heldAt) throw atParent(commentErrors.parentNotFound);
    throw atParent(parent.body === null ? commentErrors.parentDeleted : commentErrors.parentConcealed);
  }
}

function atParent(error: ErrorFactory): Problem {
  const { code, title } = error.definition;
  return error({ errors: [{ pointer: '/parentId', code, detail: title }] });
}
