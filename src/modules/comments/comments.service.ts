import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { CommentAccess } from './comment-access.js';
import { CommentAddition } from './comment-addition.js';
import { CommentRemoval } from './comment-removal.js';
import { isAuthor, mayDelete } from './comment-rights.js';
import { commentErrors } from './comment.errors.js';
import { toComment } from './comment.mapper.js';
import type { CommentView } from './comment.view.js';
import type { CommentRow } from './comment.columns.js';
import { CommentsRepository } from './comments.repository.js';
import type { CreateCommentDto } from './dto/create-comment.dto.js';
import type { UpdateCommentDto } from './dto/update-comment.dto.js';
import { CommentGuard } from './guard/comment-guard.js';
import { CommentMentionsRepository } from './text/comment-mentions.repository.js';
import { type CommentText, CommentTexts } from './text/comment-texts.js';

/** A comment by itself: written, read, edited and deleted. */
@Injectable()
export class CommentsService {
  constructor(
    private readonly access: CommentAccess,
    private readonly comments: CommentsRepository,
    private readonly texts: CommentTexts,
    private readonly mentions: CommentMentionsRepository,
    private readonly guard: CommentGuard,
    private readonly addition: CommentAddition,
    private readonly removal: CommentRemoval,
  ) {}

  /** @throws `comments.not_found`, also when the post is not the viewer's to see. */
  async get(viewer: SignedInUser | undefined, id: string): Promise<CommentView> {
    const { comment, post } = await this.access.find(viewer, id);
    return toComment(comment, post, viewer);
  }

  /**
   * Comments on a post, or replies to a comment under it. One with links, of somebody who is new, is held until a moderator has
   * looked at it.
   *
   * @throws `posts.not_found`, `comments.post_not_published`, `comments.parent_not_found`, `comments.parent_deleted`,
   * `comments.parent_concealed`, `comments.closed`, `comments.repeated`, `http.too_many_requests`; the database decides, so a reply never ends up under a comment or post that is
   * being deleted at the same time.
   */
  async create(author: SignedInUser, postId: string, { body, parentId }: CreateCommentDto): Promise<CommentView> {
    return this.addition.add(author, { postId, parentId: parentId ?? null }, await this.texts.read(body));
  }

  /**
   * Edits what the author wrote.
   *
   * @throws `comments.not_found`, `comments.not_yours`, `comments.edit_window_closed`, `comments.links_not_yet`,
   * `http.precondition_failed`
   */
  async update(
    user: SignedInUser,
    id: string,
    { body }: UpdateCommentDto,
    expected: ExpectedVersions,
  ): Promise<CommentView> {
    const { comment, post } = await this.access.findLiving(user, id);
    if (!isAuthor(user, comment)) throw commentErrors.notYours();
    const text = body === undefined ? undefined : await this.texts.read(body);
    if (text) await this.guard.refuseNewLinks(user, post, comment, text.addresses);
    return toComment(await this.rewrite(user, id, text, expected), post, user);
  }

  /**
   * Deletes a comment. While it has replies its tombstone stays, without a word of what it said.
   *
   * @throws `comments.not_found`, also for a tombstone; `comments.not_yours`, `http.precondition_failed`
   */
  async delete(user: SignedInUser, id: string, expected: ExpectedVersions): Promise<void> {
    const { comment, post } = await this.access.findLiving(user, id);
    if (!mayDelete(user, comment, post)) throw commentErrors.notYours();
    await this.removal.remove(user, comment, post, expected);
  }

  /** Those of these comments that the viewer may see under published posts, in no particular order. */
  async listVisible(viewer: SignedInUser | undefined, ids: readonly string[]): Promise<CommentView[]> {
    if (ids.length === 0) return [];
    const rows = await this.comments.findPublished(viewer, ids);
    return rows.map((row) => toComment(row, { id: row.postId, authorId: row.postAuthorId }, viewer));
  }

  @Transactional()
  protected async rewrite(
    user: SignedInUser,
    id: string,
    text: CommentText | undefined,
    expected: ExpectedVersions,
  ): Promise<CommentRow> {
    const { body, html, digest } = text ?? {};
    const updated = await this.comments.update(user.id, id, text ? { body, html, digest } : {}, expected);
    if (!updated) throw await this.access.explainRefusal(user, id, { isEdit: true });
    return text ? { ...updated, mentions: await this.mentions.replace(id, text.mentionedIds) } : updated;
  }
}
