import { CommentsService } from '../modules/comments/index.js';
import { Database } from '../platform/database/database.js';
import type { SignedInUser } from '../platform/security/signed-in-user.js';
import { Backdating, type CommentPast } from './backdate.js';
import { soonAfter } from './moments.js';
import type { Seeding } from './seeding.js';
import type { DemoComment } from './thread.js';

interface Level {
  postId: string;
  /** The comment that these answer; without one, they answer the post. */
  parentId?: string;
  /** Of what they answer. */
  createdAt: Date;
  comments: readonly DemoComment[];
}

/** Writes the thread below a post as people do: one comment after the other, some are edited, some taken back. */
export async function addThread({ app, now, cast }: Seeding, thread: Level): Promise<void> {
  const comments = app.get(CommentsService);
  const past: CommentPast[] = [];
  const regretted: { id: string; author: SignedInUser }[] = [];

  const addLevel = async ({ comments: level, createdAt, ...place }: Level): Promise<void> => {
    let latest = createdAt;
    for (const { body, firstBody = body, isDeleted, replies, ...comment } of level) {
      const author = cast.get(comment.author);
      if (!author) continue;
      latest = soonAfter(latest, now, body);
      const { id } = await comments.create(author, place.postId, { body: firstBody, parentId: place.parentId ?? null });
      if (firstBody !== body) await comments.update(author, id, { body }, undefined);
      if (isDeleted) regretted.push({ id, author });
      const editedAt = firstBody === body ? null : soonAfter(latest, now, `edit: ${body}`);
      past.push({ id, createdAt: latest, editedAt });
      await addLevel({ postId: place.postId, parentId: id, createdAt: latest, comments: replies });
    }
  };

  await addLevel(thread);
  for (const { id, author } of regretted) await comments.delete(author, id, undefined);
  await new Backdating(app.get(Database)).comments(past);
}
