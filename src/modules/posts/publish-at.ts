import { httpErrors } from '../../platform/errors/http.errors.js';
import type { Problem } from '../../platform/errors/problem.js';
import type { CreatePostDto } from './dto/create-post.dto.js';
import type { PostStatus } from './post-status.js';

/** @throws `http.validation_failed` for a moment that is past. */
export function requireFuture(publishAt: Date, now: Date): void {
  if (publishAt <= now) throw atPublishAt('field.future', 'must be in the future; to publish now, leave it out');
}

/**
 * What a new post is to be: what it says, else scheduled where it has a time, else published.
 *
 * @throws `http.validation_failed` when status and time do not go together, or the time is past.
 */
export function statusOf(
  { status, publishAt }: Pick<CreatePostDto, 'status' | 'publishAt'>,
  now: Date,
): { status: PostStatus; publishAt: Date | null } {
  const wanted = status ?? (publishAt ? 'scheduled' : 'published');
  if (wanted === 'scheduled' && !publishAt) throw atPublishAt('field.required', 'says when a scheduled post is due');
  if (wanted !== 'scheduled' && publishAt) throw atPublishAt('field.absent', `does not go with the status "${wanted}"`);
  if (publishAt) requireFuture(publishAt, now);
  return { status: wanted, publishAt: publishAt ?? null };
}

function atPublishAt(code: string, detail: string): Problem {
  return httpErrors.validationFailed({ errors: [{ pointer: '/publishAt', code, detail }] });
}
