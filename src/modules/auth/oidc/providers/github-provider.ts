import * as client from 'openid-client';
import type { Clock } from '../../../../platform/clock/clock.js';
import { oidcErrors } from '../oidc.errors.js';
import { callProvider, claim, emailClaim, ProviderCalls, TIMEOUT_SECONDS } from './provider-calls.js';
import type { ExternalIdentity, Provider, SignInSecrets } from './provider.js';

const SCOPE = 'read:user user:email';

interface GitHubSettings {
  /** `https://github.com`, or that of an enterprise's own. */
  url: string;
  apiUrl: string;
  clientId: string;
  clientSecret: string;
}

interface GitHubUser {
  id?: unknown;
  login?: unknown;
  name?: unknown;
}

interface GitHubEmail {
  email?: unknown;
  primary?: unknown;
  verified?: unknown;
}

/** GitHub: OAuth 2.0 with PKCE and state, but no ID token. Who it is says its API. */
export class GitHubProvider implements Provider {
  readonly id = 'github';
  readonly name = 'GitHub';
  readonly issuer: string;
  private readonly configuration: client.Configuration;
  private readonly calls: ProviderCalls;

  constructor(
    private readonly settings: GitHubSettings,
    clock: Clock,
  ) {
    this.calls = new ProviderCalls(clock);
    const { url, clientId, clientSecret } = settings;
    this.issuer = url;
    const metadata = {
      issuer: url,
      authorization_endpoint: `${url}/login/oauth/authorize`,
      token_endpoint: `${url}/login/oauth/access_token`,
    };
    this.configuration = new client.Configuration(metadata, clientId, clientSecret);
    this.configuration.timeout = TIMEOUT_SECONDS;
    this.configuration[client.customFetch] = callProvider;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so; for a server that the operator names by http:
    if (url.startsWith('http:')) client.allowInsecureRequests(this.configuration);
  }

  async authorizationUrl(redirectUri: string, { state, codeVerifier }: SignInSecrets): Promise<URL> {
    return client.buildAuthorizationUrl(this.configuration, {
      redirect_uri: redirectUri,
      scope: SCOPE,
      state,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
  }

  async identify(callback: URL, { state, codeVerifier }: SignInSecrets): Promise<ExternalIdentity> {
    return this.calls.make(async () => {
      const checks = { expectedState: state, pkceCodeVerifier: codeVerifier };
      const tokens = await client.authorizationCodeGrant(this.configuration, callback, checks);
      const { id, login, name } = await this.read<GitHubUser>('/user', tokens.access_token);
      if (typeof id !== 'number') throw oidcErrors.signInRefused();
      const emails = await this.read<GitHubEmail[]>('/user/emails', tokens.access_token);
      const primary = emails.find((email) => email.primary === true && email.verified === true);
      // Names there can be given up and taken by somebody else; the number stays.
      return {
        subject: String(id),
        email: emailClaim(primary?.email),
        username: claim(login),
        displayName: claim(name),
      };
    });
  }

  private async read<Answer>(path: string, accessToken: string): Promise<Answer> {
    const headers = new Headers({
      accept: 'application/vnd.github+json',
      'user-agent': 'Kitchen',
      'x-github-api-version': '2022-11-28',
    });
    const url = new URL(this.settings.apiUrl + path);
    const response = await client.fetchProtectedResource(
      this.configuration,
      accessToken,
      url,
      'GET',
      undefined,
      headers,
    );
    if (response.status !== 200) throw oidcErrors.signInRefused();
    return (await response.json()) as Answer;
  }
}
