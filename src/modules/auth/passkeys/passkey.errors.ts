import { defineErrors } from '../../../platform/errors/define-errors.js';

export const passkeyErrors = defineErrors('auth', {
  passkeyRefused: {
    status: 401,
    title: 'This passkey was not accepted',
    help: 'It is not known here (any more), was asked for something else or too long ago, or its answer was used before. Ask for new options and try again, or sign in another way.',
  },
  passkeyNotRegistered: {
    status: 422,
    title: 'This passkey could not be registered',
    help: '`detail` says what is wrong with the browser’s answer. Options are good for five minutes, and once; the authenticator must verify its user by PIN or biometrics.',
  },
  passkeyOrigin: {
    status: 403,
    title: 'Passkeys do not work on this page’s origin',
    help: 'Pages that use passkeys are on the domain that options name as `rpId` (or `rp.id`), and have their origin in `FRONTEND_URL`, `CORS_ORIGINS` or `PUBLIC_URL`. `PASSKEY_RP_ID` sets the domain.',
  },
  passkeyKnown: {
    status: 409,
    title: 'This passkey is registered already',
    help: 'It belongs to an account already. `excludeCredentials` in the options keeps browsers from offering it again.',
    constraint: 'passkeys_credential_id_key',
  },
  tooManyPasskeys: {
    status: 409,
    title: 'An account has at most 20 passkeys',
    help: 'Remove one that is not needed any more: `DELETE /api/v1/auth/passkeys/{id}`.',
  },
  passkeyNotFound: {
    status: 404,
    title: 'There is no such passkey',
    help: 'None of your passkeys has this id. `GET /api/v1/auth/passkeys` lists them.',
  },
});
