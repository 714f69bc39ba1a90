import { defineErrors } from '../../errors/define-errors.js';

export const uploadErrors = defineErrors('uploads', {
  malformed: {
    status: 400,
    title: 'The form could not be read',
    help: 'The body is not a whole `multipart/form-data` form (RFC 7578): its boundary is missing or broken, or it ends too early. Let your HTTP client make it, and do not set `Content-Type` by hand.',
  },
  tooLarge: {
    status: 413,
    title: 'The file is too large',
    help: 'The documentation of the route says how large a file may be. Nothing was stored.',
  },
  notAForm: {
    status: 415,
    title: 'A file is sent as a form',
    help: 'Send `multipart/form-data` with the file in the field `file`, e.g. `curl -F file=@tea.jpg`.',
  },
  tooManyAtOnce: {
    status: 429,
    title: 'You are sending too many files at once',
    help: 'You have as many files under way as there is room for from everybody else. Nothing of this one was stored; send it again when one of the others has been answered, or after the seconds in `Retry-After`.',
  },
  busy: {
    status: 503,
    title: 'Too many files at once',
    help: 'More files arrive than can be worked on. Nothing was stored; send it again after the seconds in `Retry-After`.',
  },
});
