import type { Letter } from '../../../platform/mail/letter.js';

interface Addressee {
  to: string;
  /** Not the display name: anybody could write anything into it, and have us mail it to anybody. */
  username: string;
}

export function resetLetter({ to, username }: Addressee, link: string): Letter {
  return {
    to,
    subject: 'Choose a new password',
    body: [
      `Hello ${username},`,
      'Somebody, presumably you, has forgotten the password of your account. Here you can choose a new one:',
      { url: link, label: 'Choose a new password' },
      'The link is good once, and for one hour. A new password signs you out everywhere.',
      'If it was not you, there is nothing to do: without this mail nobody can change your password.',
    ],
  };
}

export function passwordChangedLetter({ to, username }: Addressee, resetPage: string): Letter {
  return {
    to,
    subject: 'Your password was changed',
    body: [
      `Hello ${username},`,
      'The password of your account was just changed, and other devices were signed out.',
      `If it was not you, somebody has got into your account. Ask for a link to choose a new password, which signs everybody out: ${resetPage}`,
    ],
  };
}
