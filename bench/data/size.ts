export const SIZES = ['1k', '100k', '1m'] as const;
export type Size = (typeof SIZES)[number];

/** How much there is of everything. */
export interface Amounts {
  posts: number;
  members: number;
  /** Ten comments are under each post whose number this divides. */
  commentedEvery: number;
  todosOfEach: number;
}

const TODOS_OF_EACH = 100;

/** A million comments are enough for a million posts too: loading them would take longer than all measurements do. */
export const AMOUNTS: Record<Size, Amounts> = {
  '1k': { posts: 1_000, members: 100, commentedEvery: 1, todosOfEach: TODOS_OF_EACH },
  '100k': { posts: 100_000, members: 1_000, commentedEvery: 1, todosOfEach: TODOS_OF_EACH },
  '1m': { posts: 1_000_000, members: 10_000, commentedEvery: 10, todosOfEach: TODOS_OF_EACH },
};

export function sizeOf(text: string): Size {
  const size = SIZES.find((each) => each === text);
  if (size === undefined) throw new Error(`There is no size ${text}: it is one of ${SIZES.join(', ')}.`);
  return size;
}
