/** What can be in one list at a time. */
export interface Linked {
  list?: unknown;
  before?: this | undefined;
  after?: this | undefined;
}

/**
 * Things that come and go with every request, in the order in which they came. In place of a `Set`, because of how V8 makes one:
 * a table that has become too full of what was deleted leads to the one that takes its place, and keeps what was in it; once the
 * first is in the old generation, all that ever was in the set must follow it there (docs/adr/0079).
 */
export class LinkedList<T extends Linked> {
  private count = 0;
  private oldest: T | undefined;
  private latest: T | undefined;

  get size(): number {
    return this.count;
  }

  get first(): T | undefined {
    return this.oldest;
  }

  has(item: T): boolean {
    return item.list === this;
  }

  add(item: T): void {
    item.list = this;
    item.before = this.latest;
    if (this.latest) this.latest.after = item;
    else this.oldest = item;
    this.latest = item;
    this.count++;
  }

  /** @returns whether it was there. */
  delete(item: T): boolean {
    if (!this.has(item)) return false;
    const { before, after } = item;
    if (before) before.after = after;
    else this.oldest = after;
    if (after) after.before = before;
    else this.latest = before;
    item.list = item.before = item.after = undefined;
    this.count--;
    return true;
  }

  /** What is in it now; it may change while somebody goes through them. */
  items(): T[] {
    const items: T[] = [];
    for (let item = this.oldest; item; item = item.after) items.push(item);
    return items;
  }
}
