import type { SearchKey } from './search.sql.js';

/** Texts in which what was found is marked: HTML that is safe to put into a page, with no elements but `<mark>`. */
export class Highlight {
  /** @example "Notes on the <mark>Analytical</mark> Engine" */
  title!: string;
  /**
   * The places at which the words were found, or the beginning.
   * @example "We may say most aptly that the <mark>Analytical</mark> <mark>Engine</mark> weaves …"
   */
  excerpt!: string;
}

/** Something that a room found. */
export interface SearchHit {
  id: string;
  /** Plain text. */
  title: string;
  highlight: Highlight;
  /** From 0 to 1,000,000: comparable between rooms, since all of them weigh words alike. */
  score: number;
  /** When it was published or made. */
  at: Date;
  /** Its path on this server. */
  url: string;
}

/** Which part of what was found is wanted. */
export interface SearchPage {
  /** Whether titles and names that are written alike are looked for, instead of the words themselves. */
  isForgiving: boolean;
  count: number;
  after: SearchKey | undefined;
}

/** Best first, of the same score the newest first. */
export function keyOf({ score, at, id }: Pick<SearchHit, 'score' | 'at' | 'id'>): SearchKey {
  return [score, at.toISOString(), id];
}
