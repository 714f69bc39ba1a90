import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { validate as isUuid } from 'uuid';
import { databaseTime } from '../../platform/clock/database-time.js';
import { Config } from '../../platform/config/load-config.js';
import type { SessionUser } from '../../platform/security/signed-in-user.js';
import { type AccessClaims, JWT_RULES } from './access-tokens.js';
import { ActiveSessions } from './active-sessions.js';
import { authErrors } from './auth.errors.js';
import { keyFor, signingKeys } from './signing-keys.js';

const EXPIRED = 'The access token has expired. Get a new one with your refresh token.';

/** Whoever sends a token sends it many times, for a quarter of an hour. */
const REMEMBERED_TOKENS = 2_000;

let applications = 0;

type Claims = Partial<AccessClaims> & { exp?: unknown };

/** Accepts an access token of ours whose session is alive. Passport checks signature, algorithm, issuer and audience. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  /** Passport has one list of strategies for the process; applications that share it (in tests) must not share a strategy. */
  readonly registeredAs = `jwt ${++applications}`;
  /** What tokens say whose signature, issuer and audience were found good: that stays so. All else is asked each time. */
  private readonly verified = new LRUCache<string, Claims>({ max: REMEMBERED_TOKENS });

  constructor(
    config: Config,
    private readonly sessions: ActiveSessions,
  ) {
    const keys = signingKeys(config);
    super({
      ...JWT_RULES,
      algorithms: [...JWT_RULES.algorithms],
      jwtFromRequest: tokenOf,
      secretOrKeyProvider: (_request, token: string, done) => {
        done(null, keyFor(token, keys) as never);
      },
      // By the time of the database, in `validate`: it has set the time, and this machine's clock may be another's.
      ignoreExpiration: true,
      passReqToCallback: true,
    });
    passport.use(this.registeredAs, this);
  }

  /**
   * Who sends a token that has been verified before: Passport need not be asked again.
   *
   * @throws `auth.unauthenticated`, `auth.session_ended`
   */
  async userOfRemembered(request: HttpRequest): Promise<SessionUser | undefined> {
    const claims = this.verified.get(tokenOf(request) ?? '');
    return claims && this.admit(claims);
  }

  /** Called by Passport, once it has verified the token. */
  async validate(request: HttpRequest, claims: Claims): Promise<SessionUser> {
    const user = await this.admit(claims);
    this.verified.set(tokenOf(request) ?? '', claims);
    return user;
  }

  private async admit({ sub, sid, typ, exp }: Claims): Promise<SessionUser> {
    if (typ !== 'access' || !Number.isSafeInteger(exp) || !isUuid(sid) || !isUuid(sub))
      throw authErrors.unauthenticated();
    if (Number(exp) * 1000 <= databaseTime().getTime()) throw authErrors.unauthenticated({ detail: EXPIRED });
    const user = await this.sessions.find(sid as string);
    if (user?.id !== sub) throw authErrors.sessionEnded();
    return user as SessionUser;
  }
}

const bearer = ExtractJwt.fromAuthHeaderAsBearerToken();
type HttpRequest = Parameters<typeof bearer>[0];

/** Claims that begin like an object in JSON do, `{"`: the JWT library stumbles over others, such as `null`, instead of refusing them. */
const WITH_CLAIMS = /^[^.]*\.eyJ/;

function tokenOf(request: HttpRequest): string | null {
  const token = bearer(request);
  // What is no token is not left out, so that the answer is the same as to a wrong one.
  return token === null || WITH_CLAIMS.test(token) ? token : 'none';
}
