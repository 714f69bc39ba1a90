import type { Letter } from '../../../platform/mail/letter.js';
import { ifNotYou } from '../sign-in/if-not-you.js';

interface Addressee {
  to: string;
  /** Not the display name: anybody could write anything into it, and have us mail it to anybody. */
  username: string;
}

export function secondFactorOnLetter({ to, username }: Addressee, resetPage: string): Letter {
  return {
    to,
    subject: 'Signing in now takes a code, too',
    body: [
      `Hello ${username},`,
      'An authenticator app was set up for your account: with the password alone nobody gets in any more.',
      'Keep the recovery codes where you find them without your phone. Each of them lets you in once.',
      ifNotYou(resetPage),
    ],
  };
}

export function secondFactorOffLetter({ to, username }: Addressee, resetPage: string): Letter {
  return {
    to,
    subject: 'Signing in takes no code any more',
    body: [
      `Hello ${username},`,
      'The authenticator app of your account was switched off, and its recovery codes are no good any more. The password alone is enough to sign in.',
      ifNotYou(resetPage),
    ],
  };
}

export function secondFactorResetLetter({ to, username }: Addressee, resetPage: string): Letter {
  return {
    to,
    subject: 'Your second factor was switched off for you',
    body: [
      `Hello ${username},`,
      'Somebody who runs this service has switched the authenticator app of your account off, as for a member who has lost it, and has signed you out everywhere. The password alone is enough to sign in. Set an app up anew as soon as you have done so.',
      `If you did not ask for it, say so to whoever runs this service. ${ifNotYou(resetPage)}`,
    ],
  };
}

export function recoveryCodesRenewedLetter({ to, username }: Addressee, resetPage: string): Letter {
  return {
    to,
    subject: 'You have new recovery codes',
    body: [
      `Hello ${username},`,
      'New recovery codes were made for your account. The earlier ones are no good any more.',
      ifNotYou(resetPage),
    ],
  };
}

export function recoveryCodeUsedLetter({ to, username }: Addressee, left: number, resetPage: string): Letter {
  return {
    to,
    subject: 'A recovery code was used',
    body: [
      `Hello ${username},`,
      `Somebody has signed in to your account with your password and one of your recovery codes. ${codesLeft(left)}`,
      'If you have lost your phone, switch the authenticator app off and set it up anew.',
      ifNotYou(resetPage),
    ],
  };
}

function codesLeft(count: number): string {
  if (count === 0) return 'It was the last one: make new ones now.';
  return count === 1 ? 'One is left.' : `${count} are left.`;
}
