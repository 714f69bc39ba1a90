import { ReactionsService } from '../modules/posts/index.js';
import { FollowingService } from '../modules/users/index.js';
import { chance } from './chance.js';
import type { DemoPost } from './demo-post.js';
import type { Seeding } from './seeding.js';

const FOLLOWS = 0.35;
const BOOKMARKS = 0.06;

/** Everybody follows some of the others. */
export async function addFollows({ app, cast }: Seeding): Promise<void> {
  for (const [username, user] of cast)
    for (const followed of cast.keys())
      if (followed !== username && chance('follows', username, followed) < FOLLOWS)
        await app.get(FollowingService).follow(user, followed);
}

/** Some posts are liked by many and others by few; some are kept for later. */
export async function addReactions({ app, cast }: Seeding, postId: string, { title, author }: DemoPost): Promise<void> {
  const reactions = app.get(ReactionsService);
  const popularity = 0.7 * chance('popularity', title) ** 2;
  for (const [username, user] of cast) {
    if (username === author) continue;
    if (chance('likes', username, title) < popularity) await reactions.like(user, postId);
    if (chance('bookmarks', username, title) < BOOKMARKS) await reactions.addBookmark(user, postId);
  }
}
