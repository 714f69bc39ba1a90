import { defineErrors } from '../errors/define-errors.js';

export const storageErrors = defineErrors('storage', {
  unavailable: {
    status: 503,
    title: 'Files are not available at the moment',
    help: 'The store that holds the bytes does not answer. Nothing was acknowledged; repeat the request after the seconds in `Retry-After`.',
  },
});
