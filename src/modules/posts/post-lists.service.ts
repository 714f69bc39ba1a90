import { Injectable } from '@nestjs/common';
import { Pages } from '../../platform/http/page.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import type { OwnPostsQuery } from './dto/own-posts-query.dto.js';
import type { PostsQuery } from './dto/posts-query.dto.js';
import { type PostKey, PostListsRepository, type RankedPostKey } from './post-lists.repository.js';
import { PostSearchService } from './post-search.service.js';
import { toSummary } from './post.mapper.js';
import type { PostPage } from './post.view.js';

@Injectable()
export class PostListsService {
  constructor(
    private readonly posts: PostListsRepository,
    private readonly pages: Pages,
    private readonly found: PostSearchService,
  ) {}

  /** Published posts. A tag that nobody uses and an author whom nobody knows give an empty list. */
  async listPublished(viewer: SignedInUser | undefined, query: PostsQuery): Promise<PostPage> {
    const { q } = query;
    if (q !== undefined) return this.found.list(viewer, { ...query, q });
    return this.pages.read({
      name: `posts:${query.sort}`,
      query,
      read: (count, after: RankedPostKey | undefined) =>
        this.posts.listPublished(viewer?.id, query, query.sort, count, after),
      keyOf: ({ id, publishedAt, likeCount }): RankedPostKey => {
        const key = [publishedAt.toISOString(), id] as const;
        return query.sort === 'top' ? [...key, likeCount] : key;
      },
      toItem: (post) => toSummary(post, viewer),
    });
  }

  /** All of the author's posts, drafts too; not those in the trash. */
  async listOwned(author: SignedInUser, query: OwnPostsQuery): Promise<PostPage> {
    return this.pages.read({
      name: 'posts:own',
      query,
      read: (count, after: PostKey | undefined) => this.posts.listOwned(author.id, query.status, count, after),
      keyOf: ({ id, createdAt }): PostKey => [createdAt.toISOString(), id],
      toItem: (post) => toSummary(post, author),
    });
  }
}
