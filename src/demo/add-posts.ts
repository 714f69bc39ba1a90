import { PostsService } from '../modules/posts/index.js';
import { Database } from '../platform/database/database.js';
import { addPhotosOf } from './add-photos.js';
import { addThread } from './add-thread.js';
import { Backdating, type Past } from './backdate.js';
import type { DemoPost } from './demo-post.js';
import { publicationOf } from './moments.js';
import type { Seeding } from './seeding.js';

/** Writes the posts of all who have joined, and the threads below them. */
export async function addPosts(seeding: Seeding, posts: readonly DemoPost[]): Promise<void> {
  const { app, now, cast } = seeding;
  const past: Past[] = [];
  for (const post of posts) {
    const { title, body, tags, isDraft, comments } = post;
    const author = cast.get(post.author);
    if (!author) continue;
    const status = isDraft ? 'draft' : 'published';
    const photoIds = await addPhotosOf(seeding, author.id, post);
    const { id } = await app
      .get(PostsService)
      .create(author, { title, body, tags, status, photoIds, areCommentsOpen: true });
    const createdAt = publicationOf(post, now);
    past.push({ id, createdAt });
    await addThread(seeding, { postId: id, createdAt, comments });
  }
  await new Backdating(app.get(Database)).posts(past);
}
