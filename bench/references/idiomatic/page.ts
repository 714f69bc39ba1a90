import { Cursors } from '../../../src/platform/http/cursor.js';
import { settings } from '../settings.js';

const cursors = new Cursors(settings);

/** A page of a list. What it holds are entities, which the interceptor turns into what is shown. */
export class Page<Item> {
  items: Item[];
  nextCursor: string | null;

  /** @param rows one more than is shown, if there are more. */
  constructor(rows: Item[], limit: number, list: string, keyOf: (item: Item) => [string, string]) {
    this.items = rows.slice(0, limit);
    const last = rows.length > limit ? this.items.at(-1) : undefined;
    this.nextCursor = last === undefined ? null : cursors.seal(list, keyOf(last));
  }
}
