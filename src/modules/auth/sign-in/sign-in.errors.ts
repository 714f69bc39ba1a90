import { defineErrors } from '../../../platform/errors/define-errors.js';

export const signInErrors = defineErrors('auth', {
  secondFactorRequired: {
    status: 401,
    title: 'This account takes a code besides the password',
    help: 'Send `challenge` and a code of the authenticator app, or a recovery code, to `POST /api/v1/auth/login/second-factor`. The challenge is good until `challengeExpiresAt`, once, and for five attempts.',
  },
  invalidChallenge: {
    status: 401,
    title: 'This challenge is not good any more',
    help: 'It has expired, was used, had five wrong codes, or was not issued here. Log in with the password again.',
  },
  invalidCode: {
    status: 401,
    title: 'The code is wrong',
    help: 'It is neither what the authenticator app shows nor a recovery code that is left, or it was used before. Codes of an app are good once: wait for the next one.',
  },
  tooManyCodes: {
    status: 429,
    title: 'Too many wrong codes were tried',
    help: 'The more wrong codes, the longer the wait before the next is looked at: try again after the seconds in `Retry-After`. A recovery code is taken at any time.',
  },
});
