import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/load-config.js';
import { readConversation } from '../../../platform/markdown/markdown.js';
import { isModerator, type SignedInUser } from '../../../platform/security/signed-in-user.js';
import type { CommentRow } from '../comment.columns.js';
import { commentErrors } from '../comment.errors.js';
import type { CommentedPost } from '../commented-posts.js';
import type { NewComment } from '../comments.repository.js';
import { CommentGuardRepository } from './comment-guard.repository.js';

/** Keeps floods and advertisements off. */
@Injectable()
export class CommentGuard {
  /** For how long nobody may write the same in the same place; 0 for no time. */
  readonly repeatMinutes: number;
  private readonly heldHours: number;

  constructor(
    config: Config,
    private readonly guard: CommentGuardRepository,
  ) {
    this.repeatMinutes = config.get('COMMENT_REPEAT_MINUTES');
    this.heldHours = config.get('COMMENT_LINKS_HELD_HOURS');
  }

  /** @throws `comments.repeated` */
  async refuseRepetition(comment: NewComment): Promise<void> {
    if (this.repeatMinutes === 0 || !(await this.guard.isRepeated(comment, this.repeatMinutes))) return;
    const { code, title } = commentErrors.repeated.definition;
    throw commentErrors.repeated({ errors: [{ pointer: '/body', code, detail: title }] });
  }

  /** Whether a moderator is to look at it first, unless its author is at home under the post: it has links, and its author is new here. */
  async isSuspect(author: SignedInUser, addresses: readonly string[]): Promise<boolean> {
    if (addresses.length === 0 || this.heldHours === 0 || isModerator(author)) return false;
    return this.guard.isNew(author.id, this.heldHours);
  }

  /**
   * What all can read already is not held again: links that were not in it before are refused.
   *
   * @throws `comments.links_not_yet`
   */
  async refuseNewLinks(
    author: SignedInUser,
    post: CommentedPost,
    { body, heldAt }: Pick<CommentRow, 'body' | 'heldAt'>,
    addresses: readonly string[],
  ): Promise<void> {
    if (heldAt !== null || post.authorId === author.id || !(await this.isSuspect(author, addresses))) return;
    const known = new Set(readConversation(body ?? '').addresses);
    if (addresses.some((address) => !known.has(address))) throw commentErrors.linksNotYet();
  }
}
