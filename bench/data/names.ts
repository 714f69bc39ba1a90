/** What the loaded rows are called; the SQL in `fill.sql.ts` says the same. */
const KINDS = { member: '001', post: '002', comment: '003', list: '004', todo: '005', session: '006' };

/** The id of the nth row of its kind: a UUIDv7 as the application makes them, so that rows lie in the order of their making. */
export function idOf(kind: keyof typeof KINDS, n: number): string {
  const hex = n.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${KINDS[kind]}-8000-${hex}`;
}

/** The same, as SQL about an expression. */
export function idIn(kind: keyof typeof KINDS, n: string): string {
  return `(lpad(to_hex(${n}), 12, '0') || '7${KINDS[kind]}8000' || lpad(to_hex(${n}), 12, '0'))::uuid`;
}

export function slugOf(n: number): string {
  return `post-${n}`;
}

export function usernameOf(n: number): string {
  return `member${n}`;
}

/** All members have it. */
export const PASSWORD = 'a pinch of salt, and patience';
