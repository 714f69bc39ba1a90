import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Where the kitchen of these tests says that it is; browsers of tests know better. */
export const KITCHEN_URL = 'https://kitchen.test';
export const FRONTEND_URL = 'https://app.test';
export const CLIENT = { client_id: 'kitchen', client_secret: 'the-issuer-and-the-kitchen-know-this' };

export interface Person {
  email?: string;
  email_verified?: boolean | string;
  preferred_username?: string;
  name?: string;
}

/** A real OpenID Connect issuer, at which whoever comes is signed in as the person whose turn it is. */
export interface OidcIssuer {
  url: string;
  people: Map<string, Person>;
  /** Says who sits at the browser. */
  nextIs(subject: string): void;
  close(): Promise<void>;
}

export async function startOidcIssuer(providerId: string, kitchenUrl = KITCHEN_URL): Promise<OidcIssuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Person>();
  let current = '';
  const provider = quietly(
    () =>
      new Provider(url, {
        clients: [{ ...CLIENT, redirect_uris: [`${kitchenUrl}/api/v1/auth/oidc/${providerId}/callback`] }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
        // Given, so that it does not complain of defaults.
        ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
        jwks: { keys: [signingKey()] },
        cookies: { keys: ['only-for-tests'] },
        features: { devInteractions: { enabled: false } },
        pkce: { required: () => true },
        interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
        findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
        loadExistingGrant: async ({ oidc }) => {
          const grant = new oidc.provider.Grant({
            clientId: oidc.client!.clientId,
            accountId: oidc.session!.accountId!,
          });
          grant.addOIDCScope('openid email profile');
          await grant.save();
          return grant;
        },
      }),
  );
  const handle = provider.callback();
  server.on('request', (request, response) => {
    const result = { login: { accountId: current } };
    if (request.url?.startsWith('/interaction/')) void provider.interactionFinished(request, response, result);
    else void handle(request, response);
  });
  return { url, people, nextIs: (subject) => (current = subject), close: () => closed(server) };
}

/** It warns that it remembers nothing beyond this process, as it should here. */
function quietly<Value>(make: () => Value): Value {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}

function signingKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
