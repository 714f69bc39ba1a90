import { defineErrors } from '../../../platform/errors/define-errors.js';

/** Errors of personal access tokens. */
export const tokenErrors = defineErrors('auth', {
  personalTokenRefused: {
    status: 401,
    title: 'This personal access token is not good',
    help: 'It was mistyped, has expired or was revoked, or its member is suspended. `GET /api/v1/auth/tokens` lists yours; make a new one with `POST /api/v1/auth/tokens`.',
  },
  tooManyRefusedTokens: {
    status: 429,
    title: 'Too many personal access tokens from your network were not good',
    help: 'This one is not good either: it was mistyped, has expired or was revoked. Good ones are let through at any time. Look for a program that goes on with an old one, and try another token after the seconds in `Retry-After`.',
  },
  insufficientScope: {
    status: 403,
    title: 'This personal access token is not good for that',
    help: 'The route takes a scope that the token was not made with: it is in `WWW-Authenticate`, and at `/docs`. Make a token that has it; scopes of a token cannot be changed.',
  },
  sessionRequired: {
    status: 403,
    title: 'This is for who has signed in, not for personal access tokens',
    help: 'No token may touch the security of an account or do the work of moderators and admins, whatever its scopes. Log in, and send the access token of that session.',
  },
  tokenNotFound: {
    status: 404,
    title: 'There is no such personal access token',
    help: 'None of yours has this id; it may have been revoked already. `GET /api/v1/auth/tokens` lists them.',
  },
  tooManyTokens: {
    status: 409,
    title: 'You have as many personal access tokens as one may have',
    help: 'A member may have 50; expired ones count until they are deleted, by you or 30 days later. Delete one that you do not need.',
  },
});
