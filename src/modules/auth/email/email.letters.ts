import type { Letter } from '../../../platform/mail/letter.js';

interface Addressee {
  to: string;
  /** Not the display name: anybody could write anything into it, and have us mail it to anybody. */
  username: string;
}

export function verificationLetter({ to, username }: Addressee, link: string): Letter {
  return {
    to,
    subject: 'Is this your e-mail address?',
    body: [
      `Hello ${username},`,
      'This address was given for your account. Please say that it is yours:',
      { url: link, label: 'Yes, this is my address' },
      'The link is good once, and for 24 hours.',
      'If you know nothing about it, somebody has mistyped an address. Then there is nothing to do.',
    ],
  };
}

/** To the old address, before anything has changed. */
export function newAddressAskedLetter({ to, username }: Addressee, newAddress: string): Letter {
  return {
    to,
    subject: 'Your e-mail address is to be changed',
    body: [
      `Hello ${username},`,
      `Somebody who is signed in to your account wants it to have another e-mail address: ${newAddress}. It takes the place of this one as soon as the link that was sent there is opened.`,
      'If it was not you, change your password now: that makes the link worthless.',
    ],
  };
}

/** To the old address, afterwards. */
export function newAddressTakenLetter({ to, username }: Addressee, newAddress: string): Letter {
  return {
    to,
    subject: 'Your e-mail address was changed',
    body: [
      `Hello ${username},`,
      `Your account now has another e-mail address: ${newAddress}. This is the last mail about it that goes here.`,
      'If it was not you, log in by your username, change your password, and set the address right.',
    ],
  };
}
