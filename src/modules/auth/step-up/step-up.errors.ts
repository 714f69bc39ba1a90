import { defineErrors } from '../../../platform/errors/define-errors.js';

export const stepUpErrors = defineErrors('auth', {
  stepUpRequired: {
    status: 403,
    title: 'Please prove once more that it is you',
    help: 'What may harm an account takes a sign-in that is younger than ten minutes. Send your password, a code of your authenticator app, or a passkey to `PUT /api/v1/auth/step-up` and try again; `methods` says which of them you have. Without any, sign in anew.',
  },
});
