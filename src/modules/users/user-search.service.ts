import { Injectable } from '@nestjs/common';
import { toExcerpt, toHighlight } from '../../platform/search/highlight.js';
import type { SearchHit, SearchPage } from '../../platform/search/search-hit.js';
import type { SearchQuery } from '../../platform/search/search-query.js';
import { type FoundUser, UserSearchRepository } from './user-search.repository.js';

/** Finds members by their names and what they say of themselves. */
@Injectable()
export class UserSearchService {
  constructor(private readonly users: UserSearchRepository) {}

  /** The best first, and nobody who is suspended. Members have no tags; their e-mail addresses are not searched. */
  async search(query: SearchQuery, page: SearchPage): Promise<SearchHit[]> {
    if (query.tags.length > 0) return [];
    return (await this.users.search(query, page)).map(toHit);
  }
}

function toHit({ id, username, displayName, markedName, bio, markedBio, score, at }: FoundUser): SearchHit {
  const highlight = { title: toHighlight(markedName), excerpt: toExcerpt(markedBio, bio) };
  return { id, title: displayName, highlight, score, at, url: `/api/v1/users/${username}` };
}
