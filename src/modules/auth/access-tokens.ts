import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Config } from '../../platform/config/load-config.js';
import { signingKeys } from './signing-keys.js';

const ACCESS_TOKEN_SECONDS = 15 * 60;

/** What every token of ours must say and be signed with; anything else is refused, `alg: none` first of all. */
export const JWT_RULES = { algorithms: ['HS256' as const], issuer: 'kitchen', audience: 'kitchen' };

/** Claims of an access token (RFC 7519). `typ` keeps other tokens of ours from being taken for one. */
export interface AccessClaims {
  sub: string;
  sid: string;
  typ: 'access';
}

/** Access tokens: JWTs (HS256) of 15 minutes that name a session. */
@Injectable()
export class AccessTokens {
  private readonly jwt: JwtService;

  constructor(config: Config) {
    const [key] = signingKeys(config);
    this.jwt = new JwtService({ secret: key as never, signOptions: { algorithm: 'HS256' } });
  }

  /** The token of a session as of `issuedAt`; the same input gives the same token, which lost answers rely on. */
  issue({ userId, sessionId, issuedAt }: { userId: string; sessionId: string; issuedAt: Date }): {
    accessToken: string;
    accessTokenExpiresAt: Date;
  } {
    const iat = Math.floor(issuedAt.getTime() / 1000);
    const exp = iat + ACCESS_TOKEN_SECONDS;
    const { issuer: iss, audience: aud } = JWT_RULES;
    const claims: AccessClaims = { sub: userId, sid: sessionId, typ: 'access' };
    return {
      accessToken: this.jwt.sign({ ...claims, iss, aud, iat, exp }),
      accessTokenExpiresAt: new Date(exp * 1000),
    };
  }
}
