import { defineErrors } from '../../../platform/errors/define-errors.js';

/** Errors of signing in with an account elsewhere. Those of the way back from there travel behind the `#` of an address. */
export const oidcErrors = defineErrors('auth', {
  providerUnknown: {
    status: 404,
    title: 'One cannot sign in with that here',
    help: '`GET /api/v1/auth/providers` lists with which accounts elsewhere one can sign in.',
  },
  providerUnavailable: {
    status: 503,
    title: 'The other side does not answer',
    help: 'The service whose account you want to sign in with cannot be reached at the moment. Try again later, or sign in another way.',
  },
  signInNotStarted: {
    status: 400,
    title: 'This sign-in was not begun in this browser',
    help: 'It was finished already, took longer than 10 minutes, or was begun elsewhere. Begin again.',
  },
  signInRefused: {
    status: 403,
    title: 'The other side did not confirm who you are',
    help: 'You have declined, or its answer was not what was asked for. Nothing was changed; begin again.',
  },
  addressUnproven: {
    status: 403,
    title: 'The other side does not vouch for an e-mail address',
    help: 'A new account here needs an e-mail address that is verified there. Verify it there, or register here with a password.',
  },
  invalidSignInCode: {
    status: 422,
    title: 'This sign-in is not good any more',
    help: 'The code is good once, for 60 seconds, and with the verifier that the sign-in was begun with. Begin again.',
  },
  linkPasswordRequired: {
    status: 403,
    title: 'There is an account with this e-mail address',
    help: 'If it is yours, repeat the request with its `password` within 10 minutes: that links the two. Without it, nobody gets into an account by an address alone.',
  },
  linkElsewhere: {
    status: 409,
    title: 'There is an account with this e-mail address, without a password',
    help: 'Sign in to it as usual and link this identity there with `POST /api/v1/auth/identities`, or ask for a mail to choose a password first.',
  },
  identityTaken: {
    status: 409,
    title: 'This identity is linked already',
    help: 'An identity elsewhere belongs to one account here. Unlink it there first: `GET /api/v1/auth/identities` lists yours.',
    constraint: 'identities_issuer_subject_key',
  },
  identityNotFound: {
    status: 404,
    title: 'There is no such identity',
    help: 'None of yours has this id. `GET /api/v1/auth/identities` lists them.',
  },
  tooManyIdentities: {
    status: 409,
    title: 'You have as many linked identities as one may have',
    help: 'An account may have 20. Unlink one that you do not need.',
  },
  lastSignInMethod: {
    status: 409,
    title: 'This is the only way into your account',
    help: 'Without it nobody could sign in any more. Choose a password first (ask for a mail with `POST /api/v1/auth/password/forgot`), register a passkey, or link another identity.',
  },
});
