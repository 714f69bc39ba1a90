import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { CommentAccess } from '../comment-access.js';
import { CommentLikesRepository } from './comment-likes.repository.js';

/** Members like comments, each once. Both can be repeated without effect; neither is an edit of the comment. */
@Injectable()
export class CommentLikesService {
  constructor(
    private readonly access: CommentAccess,
    private readonly likes: CommentLikesRepository,
  ) {}

  /** @throws `comments.not_found`, also for a tombstone; `comments.concealed` */
  async like(user: SignedInUser, commentId: string): Promise<void> {
    await this.access.findReadable(user, commentId);
    await this.likes.add(user.id, commentId);
  }

  /** @throws `comments.not_found` */
  async unlike(user: SignedInUser, commentId: string): Promise<void> {
    await this.access.find(user, commentId);
    await this.likes.remove(user.id, commentId);
  }
}
