import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { validate as isUuid } from 'uuid';
import { Config } from '../../platform/config/load-config.js';
import type { SessionUser } from '../../platform/security/signed-in-user.js';
import { type AccessClaims, JWT_RULES, signingKey } from './access-tokens.js';
import { ActiveSessions } from './active-sessions.js';
import { authErrors } from './auth.errors.js';

/** Accepts an access token of ours whose session is alive. Passport checks signature, algorithm, issuer, audience and times. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    config: Config,
    private readonly sessions: ActiveSessions,
  ) {
    super({
      ...JWT_RULES,
      algorithms: [...JWT_RULES.algorithms],
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: signingKey(config) as never,
      ignoreExpiration: false,
    });
  }

  async validate({ sub, sid, typ, exp }: Partial<AccessClaims> & { exp?: unknown }): Promise<SessionUser> {
    if (typ !== 'access' || typeof exp !== 'number' || !isUuid(sid) || !isUuid(sub)) throw authErrors.unauthenticated();
    const user = await this.sessions.find(sid as string);
    if (user?.id !== sub) throw authErrors.sessionEnded();
    return user as SessionUser;
  }
}
