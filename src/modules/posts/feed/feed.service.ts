import { Injectable } from '@nestjs/common';
import { Pages } from '../../../platform/http/page.js';
import type { PageQuery } from '../../../platform/http/page.dto.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import type { PostKey } from '../post-lists.repository.js';
import { toSummary } from '../post.mapper.js';
import type { PostPage } from '../post.view.js';
import { FeedRepository } from './feed.repository.js';

@Injectable()
export class FeedService {
  constructor(
    private readonly feed: FeedRepository,
    private readonly pages: Pages,
  ) {}

  /** What those whom the reader follows have published, the newest first. */
  async list(reader: SignedInUser, query: PageQuery): Promise<PostPage> {
    return this.pages.read({
      name: 'posts:feed',
      query,
      read: (count, after: PostKey | undefined) => this.feed.list(reader.id, count, after),
      keyOf: ({ id, publishedAt }): PostKey => [publishedAt.toISOString(), id],
      toItem: (post) => toSummary(post, reader),
    });
  }
}
