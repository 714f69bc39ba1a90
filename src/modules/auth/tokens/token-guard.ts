import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SESSION } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { ActiveTokens } from './active-tokens.js';
import { bearerChallenge } from './bearer-challenge.js';
import { RefusedTokens } from './refused-tokens.js';
import { isWellFormed, looksPersonal } from './token-format.js';
import { covers, type Scope } from './token-scopes.js';
import { tokenErrors } from './token.errors.js';

const BEARER = /^bearer +(\S+)$/i;

/** Admits programs that come with a personal access token: the guard's other half, beside sessions. */
@Injectable()
export class TokenGuard {
  constructor(
    private readonly tokens: ActiveTokens,
    private readonly refused: RefusedTokens,
  ) {}

  /** The personal access token in an `Authorization` header (RFC 6750 §2.1), if that is what it holds. */
  tokenIn(authorization: string | undefined): string | undefined {
    const [, credential] = BEARER.exec(authorization ?? '') ?? [];
    return credential !== undefined && looksPersonal(credential) ? credential : undefined;
  }

  /**
   * The member whose token this is, with no more rights than every member has.
   *
   * @param required what the route takes; no token will do where nothing is said.
   * @throws `auth.personal_token_refused`, `auth.too_many_refused_tokens`, `auth.session_required`, `auth.insufficient_scope`
   */
  async admit(
    request: FastifyRequest,
    token: string,
    required: Scope | typeof SESSION = SESSION,
  ): Promise<SignedInUser> {
    const holder = isWellFormed(token) ? await this.tokens.find(token) : undefined;
    if (!holder) throw await this.refused.refusalOf(request);
    if (required === SESSION) throw tokenErrors.sessionRequired(bearerChallenge('error="insufficient_scope"'));
    if (!covers(holder.scopes, required)) {
      const detail = `This takes a token with the scope \`${required}\`; yours has \`${holder.scopes.join('`, `')}\`.`;
      throw tokenErrors.insufficientScope({
        detail,
        ...bearerChallenge(`error="insufficient_scope", scope="${required}"`),
      });
    }
    const { id, username } = holder;
    return { id, username, role: 'user' };
  }
}
