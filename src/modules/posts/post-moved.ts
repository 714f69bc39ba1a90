/** The slug that was asked for is an earlier one of a post, which is now at another. */
export class PostMoved extends Error {
  constructor(readonly slug: string) {
    super(`The post is now at ${slug}.`);
  }
}
