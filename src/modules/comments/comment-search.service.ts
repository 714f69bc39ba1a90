import { Injectable } from '@nestjs/common';
import { toExcerpt, toHighlight } from '../../platform/search/highlight.js';
import type { SearchHit, SearchPage } from '../../platform/search/search-hit.js';
import type { SearchQuery } from '../../platform/search/search-query.js';
import { CommentSearchRepository, type FoundComment } from './comment-search.repository.js';

/** Finds comments by their words. */
@Injectable()
export class CommentSearchService {
  constructor(private readonly comments: CommentSearchRepository) {}

  /**
   * What everybody may see, the best first. A comment has no title and no tags, so nothing is found by those; and typos are
   * forgiven in titles only.
   */
  async search(query: SearchQuery, page: SearchPage): Promise<SearchHit[]> {
    if (query.tags.length > 0 || page.isForgiving) return [];
    return (await this.comments.search(query, page)).map(toHit);
  }
}

function toHit({ id, postTitle, opening, markedPlaces, score, at }: FoundComment): SearchHit {
  const highlight = { title: toHighlight(postTitle), excerpt: toExcerpt(markedPlaces, opening) };
  return { id, title: postTitle, highlight, score, at, url: `/api/v1/comments/${id}` };
}
