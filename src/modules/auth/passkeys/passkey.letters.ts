import type { Letter } from '../../../platform/mail/letter.js';
import { ifNotYou } from '../sign-in/if-not-you.js';

/** Whom a letter about a passkey goes to. Names of passkeys are the member's own words, and are mailed to nobody else. */
interface Addressee {
  to: string;
  username: string;
  passkey: string;
}

export function passkeyAddedLetter({ to, username, passkey }: Addressee, resetPage: string): Letter {
  return {
    to,
    subject: 'Your account has a new passkey',
    body: [
      `Hello ${username},`,
      `A passkey was added to your account: “${passkey}”. Whoever has it can sign in without your password.`,
      `${ifNotYou(resetPage)} Then remove the passkey.`,
    ],
  };
}

export function passkeyRemovedLetter({ to, username, passkey }: Addressee, resetPage: string): Letter {
  return {
    to,
    subject: 'A passkey was removed from your account',
    body: [
      `Hello ${username},`,
      `The passkey “${passkey}” does not sign in to your account any more.`,
      ifNotYou(resetPage),
    ],
  };
}

export function passkeyCopiedLetter({ to, username, passkey }: Addressee): Letter {
  return {
    to,
    subject: 'One of your passkeys may have been copied',
    body: [
      `Hello ${username},`,
      `Somebody tried to sign in with the passkey “${passkey}”, and was refused: its counter says that a copy of it is in use somewhere.`,
      'Remove this passkey, register the device anew, and look at where you are signed in.',
    ],
  };
}
