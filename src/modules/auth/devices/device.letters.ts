import type { Letter } from '../../../platform/mail/letter.js';

/** Who has signed in, and on what, from where and when. */
export interface SignIn {
  to: string;
  username: string;
  device: string;
  ip: string;
  /** ISO 8601, UTC. */
  at: string;
}

export function newDeviceLetter({ to, username, device, ip, at }: SignIn, resetPage: string): Letter {
  const [date = '', time = ''] = at.split('T');
  return {
    to,
    subject: 'Somebody has signed in to your account on a new device',
    body: [
      `Hello ${username},`,
      `Somebody has signed in to your account: ${device}, from the address ${ip}, on ${date} at ${time.slice(0, 5)} UTC. We have not seen this device before.`,
      'If it was you, there is nothing to do.',
      `If it was not you, somebody knows your password. Ask for a link to choose a new one, which signs everybody out: ${resetPage}`,
    ],
  };
}
