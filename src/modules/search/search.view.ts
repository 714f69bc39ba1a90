import type { Highlight } from '../../platform/search/search-hit.js';

/** What can be found; also the order of equals. */
export const SEARCH_TYPES = ['posts', 'comments', 'todos', 'users'] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];

/** Something that was found. */
export class SearchResult {
  type!: SearchType;
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  id!: string;
  /**
   * Plain text: of a comment, the title of its post; of a member, the displayed name.
   * @example "Notes on the Analytical Engine"
   */
  title!: string;
  highlight!: Highlight;
  /**
   * How well it matches, from 0 to 1; comparable between types.
   * @example 0.607927
   */
  score!: number;
  /**
   * Its path in this API.
   * @example "/api/v1/posts/notes-on-the-analytical-engine"
   */
  url!: string;
}

export class SearchResultPage {
  items!: SearchResult[];
  nextCursor!: string | null;
}
