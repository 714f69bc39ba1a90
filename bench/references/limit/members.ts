import { createSecretKey } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { JwtService } from '@nestjs/jwt';
import { JWT_RULES } from '../../../src/modules/auth/access-tokens.js';
import { settings } from '../settings.js';
import { first } from './answers.js';
import { Refusal } from './refusal.js';
import { session } from './statements.js';

/** As long as the application believes that a session is alive. */
const TTL_MILLIS = 5_000;

const jwt = new JwtService({ secret: createSecretKey(Buffer.from(settings.secrets[0])) as never });
const rules = { ...JWT_RULES, algorithms: [...JWT_RULES.algorithms] };
const known = new Map<string, { id: string; until: number }>();

/** Who asks. @throws Refusal (401) */
export async function memberOf({ headers }: IncomingMessage): Promise<string> {
  const claims = claimsIn(headers.authorization ?? '');
  const member = known.get(claims.sid);
  if (member && member.until > Date.now()) return member.id;
  const row = await first<{ id: string }>(session, [claims.sid]);
  if (row?.id !== claims.sub) throw new Refusal(401);
  known.set(claims.sid, { id: row.id, until: Date.now() + TTL_MILLIS });
  return row.id;
}

function claimsIn(authorization: string): { sub: string; sid: string } {
  try {
    return jwt.verify(authorization.slice('Bearer '.length), rules);
  } catch {
    throw new Refusal(401);
  }
}
