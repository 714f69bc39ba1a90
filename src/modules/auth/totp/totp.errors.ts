import { defineErrors } from '../../../platform/errors/define-errors.js';

export const totpErrors = defineErrors('auth', {
  secondFactorOn: {
    status: 409,
    title: 'The second factor is on already',
    help: 'An account has one authenticator app. To take another one, switch this one off first: `DELETE /api/v1/auth/totp`.',
  },
  secondFactorOff: {
    status: 409,
    title: 'The second factor is off',
    help: 'Recovery codes belong to an authenticator app. Begin with `POST /api/v1/auth/totp`.',
  },
  totpNotBegun: {
    status: 409,
    title: 'There is nothing to confirm',
    help: 'Get a secret with `POST /api/v1/auth/totp` first. It waits for an hour, and the last one counts.',
  },
  wrongCode: {
    status: 422,
    title: 'The code is wrong',
    help: 'Codes of an authenticator app are good for half a minute and one more on either side, and once. If they are always refused, the clock of the device that shows them is wrong.',
  },
});

/** The wrong code of somebody who is signed in, at its field. */
export function wrongCode() {
  const { code, title } = totpErrors.wrongCode.definition;
  return totpErrors.wrongCode({ errors: [{ pointer: '/code', code, detail: title }] });
}
