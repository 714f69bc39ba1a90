import { AccessTokens } from '../../src/modules/auth/access-tokens.js';
import type { Config } from '../../src/platform/config/load-config.js';
import { idOf } from './names.js';

const DAY_MILLIS = 24 * 60 * 60 * 1000;

/** What the nth member sends to show who it is. Good for a day: longer than any run. */
export function bearerOf(n: number, jwtSecret: string): Record<string, string> {
  const tokens = new AccessTokens({ secrets: [jwtSecret] } as unknown as Config);
  const issuedAt = new Date(Date.now() + DAY_MILLIS);
  const { accessToken } = tokens.issue({ userId: idOf('member', n), sessionId: idOf('session', n), issuedAt });
  return { authorization: `Bearer ${accessToken}` };
}
