import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { v7 as newId } from 'uuid';
import { Problem } from '../../../platform/errors/problem.js';
import { PublicUrl } from '../../../platform/http/public-url.js';
import { Log } from '../../../platform/logging/log.js';
import type { StartQuery } from './dto/start-query.dto.js';
import type { Navigation } from './navigation.interceptor.js';
import { type BegunSignIn, OidcSignInsRepository } from './oidc-sign-ins.repository.js';
import { oidcErrors } from './oidc.errors.js';
import type { Provider } from './providers/provider.js';
import { Providers } from './providers/providers.js';
import { ReturnAddresses } from './return-addresses.js';
import { forgottenCookie, newSecret, secretIn, secretsOf, sha256, signInCookie } from './sign-in-secrets.js';

const CODE_PREFIX = 'kis_';

/** The browser's way to a service elsewhere and back: docs/adr/0024. */
@Injectable()
export class OidcNavigation {
  constructor(
    private readonly providers: Providers,
    private readonly signIns: OidcSignInsRepository,
    private readonly addresses: ReturnAddresses,
    private readonly publicUrl: PublicUrl,
    private readonly log: Log,
  ) {}

  /** @throws `auth.provider_unknown`, `http.invalid_parameter`, `auth.provider_unavailable` */
  async start(id: string, { challenge, returnTo: wanted }: StartQuery, request: FastifyRequest): Promise<Navigation> {
    const provider = this.providers.get(id);
    const origin = this.publicUrl.of(request);
    const returnTo = this.addresses.check(wanted, origin);
    const redirectUri = `${origin}/api/v1/auth/oidc/${id}/callback`;
    const secret = newSecret();
    const secrets = secretsOf(secret);
    const to = await provider.authorizationUrl(redirectUri, secrets);
    const stateHash = sha256(secrets.state);
    await this.signIns.insert({ id: newId(), provider: id, stateHash, challenge, returnTo, redirectUri });
    return { to: to.href, cookie: signInCookie(secret, origin.startsWith('https:')) };
  }

  /**
   * Takes the service's answer. From the moment at which it is known where the browser is to go, it goes there, with a code or
   * with an error behind the `#`.
   *
   * @throws `auth.provider_unknown`; `auth.sign_in_not_started` for an answer that this browser did not ask for.
   */
  async finish(id: string, request: FastifyRequest): Promise<Navigation> {
    const provider = this.providers.get(id);
    const answer = new URL(request.url, 'http://ignored').searchParams;
    const secret = secretIn(request.headers.cookie);
    const state = secret === undefined ? undefined : secretsOf(secret).state;
    if (secret === undefined || state === undefined || answer.get('state') !== state) {
      throw oidcErrors.signInNotStarted();
    }
    const begun = await this.signIns.useState(id, sha256(state));
    if (!begun) throw oidcErrors.signInNotStarted();
    const outcome = await this.outcomeOf(provider, begun, secret, answer);
    return { to: `${begun.returnTo}#${new URLSearchParams(outcome).toString()}`, cookie: forgottenCookie() };
  }

  private async outcomeOf(
    provider: Provider,
    { id, redirectUri }: BegunSignIn,
    secret: string,
    answer: URLSearchParams,
  ): Promise<{ code: string } | { error: string }> {
    try {
      const identity = await provider.identify(new URL(`${redirectUri}?${answer.toString()}`), secretsOf(secret));
      const code = CODE_PREFIX + newSecret();
      await this.signIns.confirm(id, identity, sha256(code));
      return { code };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { cause } = error.details;
      this.log.warn(
        { provider: provider.id, reason: cause instanceof Error ? reasonsOf(cause) : undefined },
        error.message,
      );
      return { error: error.definition.code };
    }
  }
}

/** For operators: what exactly was wrong. The libraries' messages name rules and hold no values of ours. */
function reasonsOf({ message, cause }: Error): string[] {
  return [message, ...(cause instanceof Error ? reasonsOf(cause) : [])];
}
