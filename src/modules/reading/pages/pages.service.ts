import { Injectable } from '@nestjs/common';
import { CommentThreadsService, type CommentView } from '../../comments/index.js';
import { PostsService, type PostSummary, PublishedPostsService, type PostView } from '../../posts/index.js';
import type { PostsPageQuery } from '../dto/page-query.dto.js';

const POSTS = 20;
const COMMENTS = 50;

/** What the pages show. */
@Injectable()
export class PagesService {
  constructor(
    private readonly published: PublishedPostsService,
    private readonly posts: PostsService,
    private readonly threads: CommentThreadsService,
  ) {}

  /** @throws `http.invalid_cursor` */
  async list(query: PostsPageQuery): Promise<{ items: PostSummary[]; nextCursor: string | null }> {
    return this.published.list({ ...query, limit: POSTS });
  }

  /** A published post with the first of its comments. @throws `posts.not_found`, PostMoved */
  async read(slug: string): Promise<{ post: PostView; comments: CommentView[]; hasMore: boolean }> {
    const post = await this.posts.get(undefined, slug);
    const thread = await this.threads.list(undefined, post.id, { sort: 'oldest', tree: true, limit: COMMENTS });
    return { post, comments: thread.items, hasMore: thread.nextCursor !== null };
  }
}
