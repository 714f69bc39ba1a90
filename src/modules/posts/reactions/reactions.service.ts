import { Injectable } from '@nestjs/common';
import { Pages } from '../../../platform/http/page.js';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { postErrors } from '../post.errors.js';
import type { PostKey } from '../post-lists.repository.js';
import { toSummary } from '../post.mapper.js';
import type { PostPage } from '../post.view.js';
import { PostsRepository } from '../posts.repository.js';
import { ReactionsRepository } from './reactions.repository.js';

/** Likes, which everybody sees as a number, and bookmarks, which are one's own. None of them is an edit of the post. */
@Injectable()
export class ReactionsService {
  constructor(
    private readonly reactions: ReactionsRepository,
    private readonly posts: PostsRepository,
    private readonly pages: Pages,
  ) {}

  /** Twice is once. @throws `posts.not_found`; `posts.not_published` to the author of what is not public yet */
  async like(user: SignedInUser, postId: string): Promise<void> {
    if (await this.reactions.like(user.id, postId)) return;
    const isThere = await this.posts.findVisible(user.id, postId);
    throw isThere ? postErrors.notPublished() : postErrors.notFound();
  }

  /** @throws `posts.not_found` */
  async unlike(user: SignedInUser, postId: string): Promise<void> {
    if (!(await this.reactions.unlike(user.id, postId))) throw postErrors.notFound();
  }

  /** Also of a draft of one's own. @throws `posts.not_found` */
  async addBookmark(user: SignedInUser, postId: string): Promise<void> {
    if (!(await this.reactions.addBookmark(user.id, postId))) throw postErrors.notFound();
  }

  /** @throws `posts.not_found` */
  async removeBookmark(user: SignedInUser, postId: string): Promise<void> {
    if (!(await this.reactions.removeBookmark(user.id, postId))) throw postErrors.notFound();
  }

  /** What is not the member's to see at the moment is left out, and there again when it is. */
  async listBookmarked(user: SignedInUser, query: PageQuery): Promise<PostPage> {
    return this.pages.read({
      name: 'posts:bookmarks',
      query,
      read: (count, after: PostKey | undefined) => this.reactions.listBookmarked(user.id, count, after),
      keyOf: ({ id, bookmarkedAt }): PostKey => [bookmarkedAt.toISOString(), id],
      toItem: (post) => toSummary(post, user),
    });
  }
}
