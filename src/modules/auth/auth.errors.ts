import { defineErrors } from '../../platform/errors/define-errors.js';

export const authErrors = defineErrors('auth', {
  unauthenticated: {
    status: 401,
    title: 'This needs somebody who is signed in',
    help: 'Send `Authorization: Bearer <access token or personal access token>`. Access tokens live for 15 minutes: get a new one with `POST /api/v1/auth/refresh`, or log in again.',
  },
  sessionEnded: {
    status: 401,
    title: 'This session has ended',
    help: 'The session that the token belongs to was signed out or has expired. Log in again.',
    // Whoever did it has deleted the account meanwhile.
    constraint: [
      'security_events_actor_id_fkey',
      'security_events_subject_id_fkey',
      'known_devices_user_id_fkey',
      'mail_tokens_user_id_fkey',
      'personal_tokens_user_id_fkey',
      'identities_user_id_fkey',
      'idempotency_keys_user_id_fkey',
      'running_exports_user_id_fkey',
      'totp_factors_user_id_fkey',
      'recovery_codes_user_id_fkey',
      'passkeys_user_id_fkey',
    ],
  },
  invalidCredentials: {
    status: 401,
    title: 'Username, e-mail address or password is wrong',
    help: 'Check both and try again. Which of them was wrong is not said, so that nobody can find out who has an account here.',
    // A login that failed on an account which was deleted meanwhile.
    constraint: 'failed_logins_user_id_fkey',
  },
  tooManyAttempts: {
    status: 429,
    title: 'Too many wrong guesses were made here',
    help: 'After several wrong passwords the next one is looked at only after a pause, which grows with each; the answer is the same whether or not there is such an account. Try again after the seconds in `Retry-After`, or from a device that sends its `Device-Token`.',
  },
  invalidRefreshToken: {
    status: 401,
    title: 'This refresh token is not valid',
    help: 'It was not issued here, has expired, or its session was signed out. Log in again.',
  },
  refreshTokenReused: {
    status: 401,
    title: 'This refresh token was used before',
    help: 'A refresh token is good once (its use may be repeated within 10 seconds, for lost answers). A later repeat means that somebody has a copy, so the whole session was ended. Log in again.',
  },
  wrongPassword: {
    status: 403,
    title: 'The password is wrong',
    help: 'What may harm an account takes its password, besides being signed in. Nothing was changed.',
  },
  invalidToken: {
    status: 422,
    title: 'This link is not good any more',
    help: 'A link in a mail is good once and for a limited time, and only the last one that was sent; a new password makes all of them worthless. Ask for a new one.',
  },
  forbidden: {
    status: 403,
    title: 'This is for members with another role',
    help: 'The route’s documentation at `/docs` says for whom it is. Roles are given by admins.',
  },
  suspended: {
    status: 403,
    title: 'This account is suspended',
    help: 'An admin has suspended it: `reason` says why and `until` until when (`null` is without end). All sessions were ended; afterwards, log in again.',
  },
  sessionNotFound: {
    status: 404,
    title: 'There is no such session',
    help: 'None of your sessions has this id; it may have ended already. `GET /api/v1/auth/sessions` lists them.',
  },
  busy: {
    status: 503,
    title: 'Too many people are signing in at this moment',
    help: 'Checking a password is made expensive on purpose, and the queue is full. Try again after the seconds in `Retry-After`.',
  },
});
