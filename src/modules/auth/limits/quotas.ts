import type { Quota } from '../../../platform/limits/quota.js';

const HOUR_SECONDS = 3600;

/** What one address may ask for. Generous, because a school or an office is one address; guessing is slowed down elsewhere. */
export const quotas = {
  /** Each costs a hash, and may send a mail. */
  register: { name: 'register', requests: 1_000, windowSeconds: HOUR_SECONDS },
  /** Each may send a mail to somebody; how many go to one address is limited besides. */
  forgot: { name: 'forgot', requests: 300, windowSeconds: HOUR_SECONDS },
  /** Tokens of mails have 128 random bits. This is for the database's sake. */
  mailToken: { name: 'mail-token', requests: 600, windowSeconds: HOUR_SECONDS },
  refresh: { name: 'refresh', requests: 600, windowSeconds: 60 },
  /** Challenges have 128 random bits, and five attempts each; guessing at codes is slowed down by the account. */
  secondFactor: { name: 'second-factor', requests: 600, windowSeconds: HOUR_SECONDS },
  stepUp: { name: 'step-up', requests: 600, windowSeconds: HOUR_SECONDS },
  /** Nothing is stored for them; a sign-in page may ask as soon as it is opened. */
  passkeyOptions: { name: 'passkey-options', requests: 600, windowSeconds: 60 },
  /** Nobody guesses signatures. Checking one takes the processor, and a wrong one is counted in the audit log. */
  passkey: { name: 'passkey', requests: 300, windowSeconds: 60 },
  /** Each is a row that stays for ten minutes. */
  oidcStart: { name: 'oidc-start', requests: 600, windowSeconds: 600 },
  /** Codes have 256 random bits. */
  oidcSession: { name: 'oidc-session', requests: 600, windowSeconds: 600 },
} as const satisfies Record<string, Quota>;
