/** Whose posts, and about what; for a page, from where on. */
export type PostsFilter = Record<string, string | undefined>;

/** Where things are read on this server, below an origin. */
export const addresses = {
  posts: '/blog',
  post: (slug: string) => `/blog/${slug}`,
  postsOf: (filter: PostsFilter) => `/blog${queryOf(filter)}`,
  postsFeed: (format: string, filter: PostsFilter = {}) => `/feeds/posts.${format}${queryOf(filter)}`,
  commentsFeed: (postId: string, format: string) => `/feeds/posts/${postId}/comments.${format}`,
};

export function queryOf(filter: PostsFilter): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) given.set(name, value);
  return given.size === 0 ? '' : `?${given.toString()}`;
}
