import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../platform/clock/clock.js';
import { Config } from '../../../../platform/config/load-config.js';
import type { ProviderList } from '../identity.view.js';
import { oidcErrors } from '../oidc.errors.js';
import { GitHubProvider } from './github-provider.js';
import { OpenIdProvider } from './openid-provider.js';
import type { Provider } from './provider.js';

/** The services that the operator has configured; none, unless told. */
@Injectable()
export class Providers {
  private readonly all: readonly Provider[];

  constructor(config: Config, clock: Clock) {
    this.all = [google(config, clock), github(config, clock), anyIssuer(config, clock)].filter(
      (provider) => provider !== undefined,
    );
  }

  list(): ProviderList {
    return { items: this.all.map(({ id, name }) => ({ id, name, url: `/api/v1/auth/oidc/${id}` })), nextCursor: null };
  }

  /** @throws `auth.provider_unknown` */
  get(id: string): Provider {
    const provider = this.all.find((known) => known.id === id);
    if (!provider) throw oidcErrors.providerUnknown();
    return provider;
  }
}

function google(config: Config, clock: Clock): Provider | undefined {
  const [clientId, clientSecret] = [config.get('GOOGLE_CLIENT_ID'), config.get('GOOGLE_CLIENT_SECRET')];
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return new OpenIdProvider(
    {
      id: 'google',
      name: 'Google',
      issuer: config.get('GOOGLE_ISSUER'),
      clientId,
      clientSecret,
    },
    clock,
  );
}

function github(config: Config, clock: Clock): Provider | undefined {
  const [clientId, clientSecret] = [config.get('GITHUB_CLIENT_ID'), config.get('GITHUB_CLIENT_SECRET')];
  if (clientId === undefined || clientSecret === undefined) return undefined;
  return new GitHubProvider(
    {
      url: config.get('GITHUB_URL'),
      apiUrl: config.get('GITHUB_API_URL'),
      clientId,
      clientSecret,
    },
    clock,
  );
}

function anyIssuer(config: Config, clock: Clock): Provider | undefined {
  const [issuer, clientId] = [config.get('OIDC_ISSUER'), config.get('OIDC_CLIENT_ID')];
  const clientSecret = config.get('OIDC_CLIENT_SECRET');
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return new OpenIdProvider({ id: 'oidc', name: config.get('OIDC_NAME'), issuer, clientId, clientSecret }, clock);
}
