import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { isModerator, type SignedInUser } from '../../../platform/security/signed-in-user.js';
import { CommentAccess } from '../comment-access.js';
import { CONCEALED_AS, type ConcealedAs } from '../comment.entity.js';
import { commentErrors } from '../comment.errors.js';
import { CommentedPosts } from '../commented-posts.js';
import { ConcealmentsRepository } from './concealments.repository.js';

/** Takes the words of a comment out of sight, while its place in the thread stays. Both ways can be repeated without effect. */
@Injectable()
export class ConcealmentService {
  constructor(
    private readonly access: CommentAccess,
    private readonly concealments: ConcealmentsRepository,
    private readonly posts: CommentedPosts,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws `comments.not_found`, `comments.not_yours_to_conceal`, `comments.held` */
  @Transactional()
  async conceal(user: SignedInUser, id: string): Promise<void> {
    const { comment, post } = await this.access.findLiving(user, id);
    const as: ConcealedAs = isModerator(user) ? 'moderator' : 'post_author';
    if (as === 'post_author' && post.authorId !== user.id) throw commentErrors.notYoursToConceal();
    if (comment.heldAt) throw commentErrors.held();
    const isChanged = await this.concealAs(id, post.id, { as, by: user.id });
    if (!isChanged || as !== 'moderator') return;
    await this.audit.record('comments.concealed', { subjectId: comment.authorId, details: { commentId: id } });
  }

  /** @throws `comments.not_found`, `comments.not_yours_to_conceal`, `comments.concealed_by_moderator` */
  @Transactional()
  async reveal(user: SignedInUser, id: string): Promise<void> {
    const { comment, post } = await this.access.findLiving(user, id);
    const isStaff = isModerator(user);
    if (!isStaff && post.authorId !== user.id) throw commentErrors.notYoursToConceal();
    const isRevealed = await this.revealIf(id, post.id, isStaff ? CONCEALED_AS : ['post_author']);
    if (!isRevealed && comment.concealedAt && !isStaff) throw commentErrors.concealedByModerator();
    if (!isRevealed || !isStaff) return;
    await this.audit.record('comments.concealment_lifted', {
      subjectId: comment.authorId,
      details: { commentId: id },
    });
  }

  /** Joins the running transaction. @returns whether that changed anything. */
  async concealAs(id: string, postId: string, how: { as: ConcealedAs; by: string | null }): Promise<boolean> {
    await this.posts.lock(postId);
    const concealed = await this.concealments.conceal(id, how);
    if (concealed?.wasReadable) await this.posts.count(postId, -1);
    return concealed !== undefined;
  }

  /** Joins the running transaction. @returns whether it was concealed in one of these ways. */
  async revealIf(id: string, postId: string, concealedAs: readonly ConcealedAs[]): Promise<boolean> {
    await this.posts.lock(postId);
    const isRevealed = await this.concealments.reveal(id, concealedAs);
    if (isRevealed) await this.posts.count(postId, 1);
    return isRevealed;
  }

  /** Joins the running transaction: lets everybody read a comment that was held. */
  async release(id: string, postId: string): Promise<void> {
    await this.posts.lock(postId);
    if (await this.concealments.release(id)) await this.posts.count(postId, 1);
  }
}
