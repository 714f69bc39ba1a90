import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { mayEdit, PostAccess } from './post-access.js';
import { toPost } from './post.mapper.js';
import type { PostStatus } from './post-status.js';
import type { PostView } from './post.view.js';
import { PostsRepository } from './posts.repository.js';

/** Drafts become public and may be taken back. Both can be repeated without effect. */
@Injectable()
export class PostPublicationService {
  constructor(
    private readonly posts: PostsRepository,
    private readonly access: PostAccess,
  ) {}

  /** @throws `posts.not_found`, `posts.not_yours`, `http.precondition_failed` */
  async publish(author: SignedInUser, id: string, expected: ExpectedVersions): Promise<PostView> {
    return this.setStatus(author, id, 'published', expected);
  }

  /** @throws `posts.not_found`, `posts.not_yours`, `http.precondition_failed` */
  async unpublish(author: SignedInUser, id: string, expected: ExpectedVersions): Promise<PostView> {
    return this.setStatus(author, id, 'draft', expected);
  }

  @Transactional()
  protected async setStatus(
    author: SignedInUser,
    id: string,
    status: PostStatus,
    expected: ExpectedVersions,
  ): Promise<PostView> {
    const post = await this.posts.setStatus(author.id, id, status, expected);
    if (!post) throw await this.access.explainRefusal(author, id, mayEdit);
    await this.posts.indexTags(id);
    return toPost(post, author);
  }
}
