import { PostsService, TrashService } from '../modules/posts/index.js';
import { Database } from '../platform/database/database.js';
import type { SignedInUser } from '../platform/security/signed-in-user.js';
import { addReactions } from './add-reactions.js';
import { addThread } from './add-thread.js';
import { Backdating, type PostPast } from './backdate.js';
import type { DemoPost } from './demo-post.js';
import { daysBefore, publicationOf, soonAfter } from './moments.js';
import type { Seeding } from './seeding.js';

/** Writes the posts of all who have joined, and what others do with them. */
export async function addPosts(seeding: Seeding, posts: readonly DemoPost[]): Promise<void> {
  const { app, now, cast } = seeding;
  const past: PostPast[] = [];
  for (const post of posts) {
    const author = cast.get(post.author);
    if (!author) continue;
    const id = await write(seeding, author, post);
    const createdAt = post.status === 'scheduled' ? daysBefore(now, 1, post.title) : publicationOf(post, now);
    const updatedAt = post.earlierBodies.length === 0 ? createdAt : soonAfter(createdAt, now, `edit: ${post.title}`);
    past.push({ id, createdAt, updatedAt });
    await addThread(seeding, { postId: id, author, createdAt, comments: post.comments });
    if (post.status === 'published') await addReactions(seeding, id, post);
    if (post.status === 'trashed') await app.get(TrashService).put(author, id, undefined);
  }
  await new Backdating(app.get(Database)).posts(past);
}

/** As often as it was written. @returns its id. */
async function write({ app, now, album }: Seeding, author: SignedInUser, post: DemoPost): Promise<string> {
  const { title, tags, body, earlierBodies, pictures, cover } = post;
  const [first = body, ...later] = earlierBodies.concat(body);
  const photoIds: string[] = [];
  for (const picture of pictures) photoIds.push(await album.add(author.id, picture));
  const coverPhotoId = cover === undefined ? undefined : photoIds[cover - 1];
  const service = app.get(PostsService);
  const { id } = await service.create(author, {
    ...{ title, body: first, tags, photoIds, areCommentsOpen: true },
    ...(coverPhotoId !== undefined && { coverPhotoId }),
    ...(post.status === 'scheduled' && { publishAt: publicationOf(post, now) }),
    ...(post.status === 'draft' && { status: post.status }),
  });
  for (const text of later) await service.update(author, id, { body: text }, undefined);
  return id;
}
