import { Injectable } from '@nestjs/common';
import { type CursorKey, Cursors } from './cursor.js';
import type { PageQuery } from './page.dto.js';

/** A page of a list. `nextCursor` is null on the last one; the answer's `Link` header (RFC 8288) says the same. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/**
 * The number stands in the statement's text, and each text is prepared on every connection: few numbers keep them few.
 */
const PAGE_SIZES = [10, 20, 50, 100];

/** The sort key of a list in the order in which its rows were made: ids are UUIDv7, and tell. */
export type IdKey = readonly [id: string];

/** How a list is read and shown. */
interface Listing<Row, Item, Key extends CursorKey> {
  /** Names the list and its sort, e.g. `posts:newest`: a cursor is good for this name only. */
  name: string;
  query: PageQuery;
  /** Reads up to `count` rows that come after `after` in the list's order. */
  read: (count: number, after: Key | undefined) => Promise<Row[]>;
  /** The sort key of a row; it must be unique, so end it with the id. */
  keyOf: (row: Row) => Key;
  toItem: (row: Row) => Item;
}

/** Keyset pagination: no row is skipped or doubled while others are inserted, and the last page costs what the first costs. */
@Injectable()
export class Pages {
  constructor(private readonly cursors: Cursors) {}

  /** @throws `http.invalid_cursor` for a cursor of another list or sort, or one that was tampered with. */
  async read<Row, Item, Key extends CursorKey>(listing: Listing<Row, Item, Key>): Promise<Page<Item>> {
    const { name, query, read, keyOf, toItem } = listing;
    const after = query.cursor === undefined ? undefined : this.cursors.open<Key>(name, query.cursor);
    const rows = await read(rowsToRead(query.limit), after);
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(toItem),
      nextCursor: last === undefined ? null : this.cursors.seal(name, keyOf(last)),
    };
  }
}

/** One row more than is shown tells whether there is a next page. */
function rowsToRead(limit: number): number {
  return (PAGE_SIZES.find((size) => size >= limit) ?? limit) + 1;
}
