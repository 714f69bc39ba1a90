import { httpErrors } from '../../../platform/errors/http.errors.js';
import { SOMETHING_TO_SEE } from '../../../platform/http/text.js';

const EMPTY = { pointer: '/body', code: 'posts.empty', detail: 'must not be blank, unless the post has a photo' };

/** @throws `http.validation_failed` for a post that would have nothing to read and nothing to look at. */
export function requireContent({ body, photos }: { body: string; photos: readonly unknown[] | null }): void {
  if (!SOMETHING_TO_SEE.test(body) && !photos?.length) throw httpErrors.validationFailed({ errors: [EMPTY] });
}
