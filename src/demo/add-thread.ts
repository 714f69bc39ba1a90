import { CommentLikesService, CommentsService, ConcealmentService, ReportsService } from '../modules/comments/index.js';
import { Database } from '../platform/database/database.js';
import type { SignedInUser } from '../platform/security/signed-in-user.js';
import { Backdating, type CommentPast } from './backdate.js';
import { chance } from './chance.js';
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

/** What is still to happen to a comment once the whole thread is there. */
interface Written {
  id: string;
  author: SignedInUser;
  comment: DemoComment;
}

const POPULAR = 0.15;
const LIKES = 0.3;

/** Writes the thread below a post as people do: one comment after the other, some are edited, liked, reported, or taken back. */
export async function addThread(
  seeding: Seeding,
  { author: postAuthor, ...thread }: Level & { author: SignedInUser },
): Promise<void> {
  const { app, now, cast } = seeding;
  const comments = app.get(CommentsService);
  const past: CommentPast[] = [];
  const written: Written[] = [];

  const addLevel = async ({ comments: level, createdAt, ...place }: Level): Promise<void> => {
    let latest = createdAt;
    for (const comment of level) {
      const { body, firstBody = body, replies } = comment;
      const author = cast.get(comment.author);
      if (!author) continue;
      latest = soonAfter(latest, now, body);
      const { id } = await comments.create(author, place.postId, { body: firstBody, parentId: place.parentId ?? null });
      if (firstBody !== body) await comments.update(author, id, { body }, undefined);
      const editedAt = firstBody === body ? null : soonAfter(latest, now, `edit: ${body}`);
      past.push({ id, createdAt: latest, editedAt });
      written.push({ id, author, comment });
      await addLevel({ postId: place.postId, parentId: id, createdAt: latest, comments: replies });
    }
  };

  await addLevel(thread);
  for (const each of written) await react(seeding, each, postAuthor);
  await new Backdating(app.get(Database)).comments(past);
}

async function react(
  { app, cast }: Seeding,
  { id, author, comment }: Written,
  postAuthor: SignedInUser,
): Promise<void> {
  const { body, isDeleted, isConcealed, report } = comment;
  const isPopular = !isDeleted && !isConcealed && chance('popular', body) < POPULAR;
  for (const [username, user] of isPopular ? cast : [])
    if (user !== author && chance('likes', username, body) < LIKES) await app.get(CommentLikesService).like(user, id);
  const reporter = cast.get(report?.reporter ?? '');
  if (report && reporter) await app.get(ReportsService).report(reporter, id, report.reason);
  if (isConcealed) await app.get(ConcealmentService).conceal(postAuthor, id);
  if (isDeleted) await app.get(CommentsService).delete(author, id, undefined);
}
