import * as client from 'openid-client';
import type { Clock } from '../../../../platform/clock/clock.js';
import { oidcErrors } from '../oidc.errors.js';
import {
  asProviderCall,
  callProvider,
  claim,
  emailClaim,
  ProviderCalls,
  subject,
  TIMEOUT_SECONDS,
} from './provider-calls.js';
import type { ExternalIdentity, Provider, SignInSecrets } from './provider.js';

/** How long what the issuer says of itself is believed. */
const METADATA_MILLIS = 60 * 60 * 1000;
const SCOPE = 'openid email profile';

interface OpenIdSettings {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** Any issuer of OpenID Connect: the authorization code flow with PKCE, state and nonce, and the ID token's signature checked. */
export class OpenIdProvider implements Provider {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  private readonly calls: ProviderCalls;
  private discovered: { at: number; configuration: Promise<client.Configuration> } | undefined;

  constructor(
    private readonly settings: OpenIdSettings,
    clock: Clock,
  ) {
    this.calls = new ProviderCalls(clock);
    this.id = settings.id;
    this.name = settings.name;
    this.issuer = settings.issuer;
  }

  async authorizationUrl(redirectUri: string, { state, nonce, codeVerifier }: SignInSecrets): Promise<URL> {
    return asProviderCall(async () =>
      client.buildAuthorizationUrl(await this.configuration(), {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      }),
    );
  }

  async identify(callback: URL, { state, nonce, codeVerifier }: SignInSecrets): Promise<ExternalIdentity> {
    const configuration = await this.configuration();
    return this.calls.make(async () => {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
      const tokens = await client.authorizationCodeGrant(configuration, callback, checks);
      const claims = tokens.claims();
      if (!claims) throw oidcErrors.signInRefused();
      // Many issuers put into the ID token only what is needed to know who it is.
      const asksMore = claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined;
      const more = asksMore ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
      return toIdentity({ ...more, ...claims });
    });
  }

  /** Asked for when it is first needed; one that cannot be had is asked for again. */
  private async configuration(): Promise<client.Configuration> {
    if (!this.discovered || Date.now() - this.discovered.at > METADATA_MILLIS) {
      this.discovered = { at: Date.now(), configuration: this.calls.make(() => this.discover()) };
    }
    const { configuration } = this.discovered;
    try {
      return await configuration;
    } catch (error) {
      if (this.discovered.configuration === configuration) this.discovered = undefined;
      throw error;
    }
  }

  private async discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const isPlain = issuer.startsWith('http:');
    const found = client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so; for issuers that the operator names by http:
      execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
      timeout: TIMEOUT_SECONDS,
      [client.customFetch]: callProvider,
    });
    // Nothing that a member could have done wrong.
    return found.catch((cause: unknown) => {
      throw oidcErrors.providerUnavailable({ cause });
    });
  }
}

function toIdentity(claims: Record<string, unknown> & { sub: string }): ExternalIdentity {
  // Some issuers write it as a text.
  const isVerified = claims['email_verified'] === true || claims['email_verified'] === 'true';
  return {
    subject: subject(claims.sub),
    email: isVerified ? emailClaim(claims['email']) : null,
    username: claim(claims['preferred_username']) ?? claim(claims['nickname']),
    displayName: claim(claims['name']),
  };
}
