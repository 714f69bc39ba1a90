import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import type { ErrorFactory } from '../../platform/errors/define-errors.js';
import type { Problem } from '../../platform/errors/problem.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { commentErrors } from './comment.errors.js';
import { toComment } from './comment.mapper.js';
import type { CommentView } from './comment.view.js';
import { CommentedPosts } from './commented-posts.js';
import { CommentsRepository, type NewComment, type PublishedCommentRow } from './comments.repository.js';
import { CommentFlood } from './guard/comment-flood.js';
import { CommentGuard } from './guard/comment-guard.js';
import { ReportCasesRepository } from './reports/report-cases.repository.js';
import { CommentMentionsRepository } from './text/comment-mentions.repository.js';
import type { CommentText } from './text/comment-texts.js';

/** Where a comment stands. */
type Place = Pick<NewComment, 'postId' | 'parentId'>;

/** Adds comments, with all that depends on them. */
@Injectable()
export class CommentAddition {
  constructor(
    private readonly comments: CommentsRepository,
    private readonly posts: CommentedPosts,
    private readonly mentions: CommentMentionsRepository,
    private readonly flood: CommentFlood,
    private readonly guard: CommentGuard,
    private readonly reports: ReportCasesRepository,
  ) {}

  /** @throws as `CommentsService.create` */
  async add(author: SignedInUser, place: Place, text: CommentText): Promise<CommentView> {
    const { body, html, digest, addresses, mentionedIds } = text;
    const isSuspect = await this.guard.isSuspect(author, addresses);
    const comment = { id: newId(), ...place, authorId: author.id, body, html, digest, isSuspect };
    const isAlone = !this.flood.isOn && !isSuspect && mentionedIds.length === 0;
    return isAlone ? toView(await this.insert(author, comment), author) : this.addAll(author, comment, mentionedIds);
  }

  @Transactional()
  protected async addAll(
    author: SignedInUser,
    comment: NewComment,
    mentionedIds: readonly string[],
  ): Promise<CommentView> {
    // Before anybody is made to wait for the post.
    await this.flood.admit(author, comment.postId);
    const row = await this.insert(author, comment);
    if (row.heldAt !== null) {
      await this.posts.count(comment.postId, -1);
      await this.reports.open(comment.id, 'held');
    }
    return toView({ ...row, mentions: await this.mentions.add(comment.id, mentionedIds) }, author);
  }

  /** The database decides; why it decided so is looked for afterwards, and may have changed since. */
  private async insert(author: SignedInUser, comment: NewComment): Promise<PublishedCommentRow> {
    const { postId } = comment;
    const row = await this.comments.insert(comment, this.guard.repeatMinutes, {
      locking: this.posts.locking(postId),
      counting: (condition) => this.posts.counting(author, postId, condition),
    });
    if (row) return row;
    await this.posts.requireCommentable(author, postId);
    await this.guard.refuseRepetition(comment);
    await this.requireAnswerable(author, comment);
    return this.insert(author, comment);
  }

  private async requireAnswerable(author: SignedInUser, { postId, parentId }: Place): Promise<void> {
    if (parentId === null) return;
    const parent = await this.comments.find(author, parentId);
    if (parent?.postId !== postId || parent.heldAt) throw atParent(commentErrors.parentNotFound);
    if (parent.body === null) throw atParent(commentErrors.parentDeleted);
    if (parent.concealedAt !== null) throw atParent(commentErrors.parentConcealed);
  }
}

function toView(row: PublishedCommentRow, author: SignedInUser): CommentView {
  return toComment(row, { id: row.postId, authorId: row.postAuthorId }, author);
}

function atParent(error: ErrorFactory): Problem {
  const { code, title } = error.definition;
  return error({ errors: [{ pointer: '/parentId', code, detail: title }] });
}
