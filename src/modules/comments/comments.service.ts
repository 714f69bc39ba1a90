import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
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
import { CommentedPosts } from './commented-posts.js';
import type { CommentRow } from './comment.columns.js';
import { CommentsRepository, type NewComment } from './comments.repository.js';
import type { CreateCommentDto } from './dto/create-comment.dto.js';
import type { UpdateCommentDto } from './dto/update-comment.dto.js';

/** A comment by itself: written, read, edited and deleted. */
@Injectable()
export class CommentsService {
  constructor(
    private readonly access: CommentAccess,
    private readonly comments: CommentsRepository,
    private readonly posts: CommentedPosts,
  ) {}

  /** @throws `comments.not_found`, also when the post is not the viewer's to see. */
  async get(viewer: SignedInUser | undefined, id: string): Promise<CommentView> {
    const { comment, post } = await this.access.find(viewer, id);
    return toComment(comment, post, viewer);
  }

  /**
   * Comments on a post, or replies to a comment under it.
   *
   * @throws `posts.not_found`, `comments.post_not_published`, `comments.parent_not_found`, `comments.parent_deleted`; the
   * database decides, so a reply never ends up under a comment or post that is being deleted at the same time.
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
    await this.remove(user, comment, expected);
  }

  @Transactional()
  protected async add(author: SignedInUser, comment: NewComment): Promise<CommentView> {
    await this.posts.lockAndCount(comment.postId, 1);
    const post = await this.posts.requirePublished(author, comment.postId);
    return toComment(await this.insert(comment), post, author);
  }

  @Transactional()
  protected async remove(user: SignedInUser, { id, postId }: CommentRow, expected: ExpectedVersions): Promise<void> {
    await this.posts.lockAndCount(postId, -1);
    if (!(await this.comments.bury(id, expected))) throw await this.access.explainRefusal(user, id);
    await this.comments.clearAway(id);
  }

  private async insert({ parentId, ...comment }: NewComment): Promise<CommentRow> {
    if (parentId === null) return this.comments.insert({ ...comment, parentId });
    const reply = await this.comments.insertReply({ ...comment, parentId });
    if (reply) return reply;
    if (await this.comments.exists(comment.postId, parentId)) throw atParent(commentErrors.parentDeleted);
    throw atParent(commentErrors.parentNotFound);
  }
}

function atParent(error: ErrorFactory): Problem {
  const { code, title } = error.definition;
  return error({ errors: [{ pointer: '/parentId', code, detail: title }] });
}
