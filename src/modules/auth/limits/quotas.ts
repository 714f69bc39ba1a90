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
} as const satisfies Record<string, Quota>;
