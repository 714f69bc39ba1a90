/** Where things are read on this server, below an origin. */
export const addresses = {
  posts: '/blog',
  post: (slug: string) => `/blog/${slug}`,
  postsOf: (filter: Record<string, string | undefined>) => `/blog${queryOf(filter)}`,
  postsFeed: (format: string, filter: Record<string, string | undefined> = {}) =>
    `/feeds/posts.${format}${queryOf(filter)}`,
  commentsFeed: (postId: string, format: string) => `/feeds/posts/${postId}/comments.${format}`,
};

function queryOf(filter: Record<string, string | undefined>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) given.set(name, value);
  return given.size === 0 ? '' : `?${given.toString()}`;
}
