import { Injectable } from '@nestjs/common';
import { Pages } from '../../platform/http/page.js';
import { toExcerpt, toHighlight } from '../../platform/search/highlight.js';
import { keyOf, type SearchHit, type SearchPage } from '../../platform/search/search-hit.js';
import { parseSearch, type SearchQuery } from '../../platform/search/search-query.js';
import type { SearchKey } from '../../platform/search/search.sql.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import type { PostsQuery } from './dto/posts-query.dto.js';
import { toSummary } from './post.mapper.js';
import { type FoundPostRow, PostSearchRepository } from './post-search.repository.js';
import type { PostPage } from './post.view.js';

/** Finds published posts by their words. */
@Injectable()
export class PostSearchService {
  constructor(
    private readonly posts: PostSearchRepository,
    private readonly pages: Pages,
  ) {}

  /** The best first. When there are none, those whose titles are written like the words. */
  async search(query: SearchQuery, page: SearchPage): Promise<SearchHit[]> {
    return (await this.posts.search(query, page)).map(toHit);
  }

  /** A page of `GET /posts?q=`, with the list's other filters. @throws `http.invalid_cursor` */
  async list(viewer: SignedInUser | undefined, query: PostsQuery & { q: string }): Promise<PostPage> {
    const wanted = withFilters(parseSearch(query.q), query);
    let isForgiving = false;
    return this.pages.read<FoundPostRow, PostPage['items'][number], readonly [...SearchKey, forgiving: number]>({
      name: 'posts:search',
      query,
      read: async (count, after) => {
        isForgiving = after?.[3] === 1;
        const page = { count, after: after && ([after[0], after[1], after[2]] as const) };
        const found = await this.posts.search(wanted, { ...page, isForgiving }, viewer?.id);
        if (found.length > 0 || after || wanted.words === '') return found;
        isForgiving = true;
        return this.posts.search(wanted, { ...page, isForgiving }, viewer?.id);
      },
      keyOf: (row) => [...keyOf({ ...row, at: row.publishedAt }), isForgiving ? 1 : 0],
      toItem: (row) => ({ ...toSummary(row, viewer), highlight: highlightOf(row) }),
    });
  }
}

function withFilters(query: SearchQuery, { tag, author, from, to }: PostsQuery): SearchQuery {
  return {
    ...query,
    from: latest(query.from, from),
    to: earliest(query.to, to && new Date(to.getTime() + 1)),
    tags: tag === undefined ? query.tags : [tag, ...query.tags],
    authors: author === undefined ? query.authors : [author.toLowerCase(), ...query.authors],
  };
}

function latest(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one && other ? new Date(Math.max(one.getTime(), other.getTime())) : (one ?? other);
}

/** Of moments that are not included any more; the list's `to` is. */
function earliest(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one && other ? new Date(Math.min(one.getTime(), other.getTime())) : (one ?? other);
}

function toHit(row: FoundPostRow): SearchHit {
  const { id, title, score, publishedAt: at, slug } = row;
  return { id, title, highlight: highlightOf(row), score, at, url: `/api/v1/posts/${slug}` };
}

function highlightOf({ markedTitle, markedExcerpt, excerpt }: FoundPostRow): SearchHit['highlight'] {
  return { title: toHighlight(markedTitle), excerpt: toExcerpt(markedExcerpt, excerpt) };
}
