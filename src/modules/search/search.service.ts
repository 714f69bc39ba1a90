import { Injectable } from '@nestjs/common';
import { Pages } from '../../platform/http/page.js';
import { keyOf, type SearchHit, type SearchPage } from '../../platform/search/search-hit.js';
import { parseSearch, type SearchQuery } from '../../platform/search/search-query.js';
import type { SearchKey } from '../../platform/search/search.sql.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { CommentSearchService } from '../comments/index.js';
import { PostSearchService } from '../posts/index.js';
import { TodoSearchService } from '../todos/index.js';
import { UserSearchService } from '../users/index.js';
import type { SearchDto } from './dto/search.dto.js';
import type { SearchResult, SearchResultPage, SearchType } from './search.view.js';

interface Found extends SearchHit {
  type: SearchType;
}

type Search = (query: SearchQuery, page: SearchPage) => Promise<SearchHit[]>;

/** Asks the rooms, and merges what they found. */
@Injectable()
export class SearchService {
  constructor(
    private readonly posts: PostSearchService,
    private readonly comments: CommentSearchService,
    private readonly todos: TodoSearchService,
    private readonly users: UserSearchService,
    private readonly pages: Pages,
  ) {}

  /**
   * The best first, from each of these rooms what the viewer may see. When none has anything, what is written alike.
   *
   * @throws `http.invalid_cursor`, also for the cursor of another search.
   */
  async search(viewer: SignedInUser | undefined, query: SearchDto): Promise<SearchResultPage> {
    const wanted = parseSearch(query.q);
    const types = [...new Set(query.type)].sort();
    let isForgiving = false;
    return this.pages.read<Found, SearchResult, readonly [...SearchKey, forgiving: number]>({
      name: `search:${types.join()}:${query.q}`,
      query,
      read: async (count, after) => {
        isForgiving = after?.[3] === 1;
        const page = { count, after: after && ([after[0], after[1], after[2]] as const) };
        const found = await this.ask(viewer, types, wanted, { ...page, isForgiving });
        if (found.length > 0 || after || wanted.words === '') return found;
        isForgiving = true;
        return this.ask(viewer, types, wanted, { ...page, isForgiving });
      },
      keyOf: (hit) => [...keyOf(hit), isForgiving ? 1 : 0],
      toItem: ({ type, id, title, highlight, score, url }) => ({
        ...{ type, id, title, highlight, score: score / 1_000_000, url },
      }),
    });
  }

  private async ask(
    viewer: SignedInUser | undefined,
    types: readonly SearchType[],
    query: SearchQuery,
    page: SearchPage,
  ): Promise<Found[]> {
    const rooms: Record<SearchType, Search> = {
      posts: (...asked) => this.posts.search(...asked),
      comments: (...asked) => this.comments.search(...asked),
      todos: async (...asked) => (viewer ? this.todos.search(viewer, ...asked) : []),
      users: (...asked) => this.users.search(...asked),
    };
    const found = await Promise.all(
      types.map(async (type) => (await rooms[type](query, page)).map((hit) => ({ ...hit, type }))),
    );
    return found.flat().sort(bestFirst).slice(0, page.count);
  }
}

/** As the rooms order theirs. */
function bestFirst(a: Found, b: Found): number {
  return b.score - a.score || b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);
}
