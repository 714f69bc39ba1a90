import { Injectable } from '@nestjs/common';
import { Housekeeping } from '../../../platform/jobs/housekeeping.js';
import { Pages } from '../../../platform/http/page.js';
import type { TagsQuery } from '../dto/tags-query.dto.js';
import { type TagKey, TagsRepository } from './tags.repository.js';
import type { TagPage } from './tag.view.js';

@Injectable()
export class TagsService {
  constructor(
    private readonly tags: TagsRepository,
    private readonly pages: Pages,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add('changed counts of tags', () => tags.settle());
  }

  /** Of one count by their letters. A prefix that no tag has gives an empty list. */
  async list({ q = '', ...query }: TagsQuery): Promise<TagPage> {
    return this.pages.read({
      name: 'tags',
      query,
      read: (count, after: TagKey | undefined) => this.tags.list(q, count, after),
      keyOf: ({ postCount, tag }): TagKey => [postCount, tag],
      toItem: ({ tag, postCount }) => ({ tag, postCount }),
    });
  }
}
