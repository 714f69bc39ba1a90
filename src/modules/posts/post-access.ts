import { Injectable } from '@nestjs/common';
import { preconditionFailed } from '../../platform/http/if-match.decorator.js';
import type { Problem } from '../../platform/errors/problem.js';
import { isModerator, type SignedInUser } from '../../platform/security/signed-in-user.js';
import { CommentPeriod } from './comment-period.js';
import type { PostRow } from './post.columns.js';
import { postErrors } from './post.errors.js';
import { toPost } from './post.mapper.js';
import { PostsRepository } from './posts.repository.js';

type Permission = (viewer: SignedInUser, post: PostRow) => boolean;

export const mayEdit: Permission = (viewer, post) => post.authorId === viewer.id;
export const mayDelete: Permission = (viewer, post) => mayEdit(viewer, post) || isModerator(viewer);

/** Who may do what. Writes carry their conditions in the statement itself; this is asked afterwards, when one changed nothing. */
@Injectable()
export class PostAccess {
  constructor(
    private readonly posts: PostsRepository,
    private readonly period: CommentPeriod,
  ) {}

  /** Why a write changed nothing: `posts.not_found`, `posts.not_yours` or `http.precondition_failed`. */
  async explainRefusal(viewer: SignedInUser, id: string, permission: Permission): Promise<Problem> {
    const post = await this.posts.findById(viewer.id, id);
    if (!post) return postErrors.notFound();
    return permission(viewer, post) ? preconditionFailed(toPost(post, viewer, this.period)) : postErrors.notYours();
  }
}
