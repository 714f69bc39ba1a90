import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { json } from './crafted-issuer.js';
import { closed } from './oidc-issuer.js';

export interface GitHubAccount {
  user: object;
  emails: object;
}

/** What we know of GitHub's web flow and API: https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
export interface FakeGitHub {
  url: string;
  /** Whose account the next code is for; undefined makes it a bad code. */
  account: GitHubAccount | undefined;
  /** What the token endpoint was last sent. */
  lastTokenRequest: URLSearchParams;
  close(): Promise<void>;
}

export async function startFakeGitHub(): Promise<FakeGitHub> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const github: FakeGitHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account: undefined,
    lastTokenRequest: new URLSearchParams(),
    close: () => closed(server),
  };
  server.on('request', (request, response) => {
    const { account } = github;
    const isAuthorized = request.headers.authorization === 'Bearer gho_token';
    if (request.url === '/login/oauth/access_token') {
      void text(request).then((body) => {
        github.lastTokenRequest = new URLSearchParams(body);
        // Errors come with 200 there.
        if (!account) json(response, { error: 'bad_verification_code', error_description: 'The code is incorrect.' });
        else json(response, { access_token: 'gho_token', token_type: 'bearer', scope: 'read:user,user:email' });
      });
    } else if (!isAuthorized || !request.headers['user-agent'] || !account) json(response, { message: 'No' }, 401);
    else if (request.url === '/api/user') json(response, account.user);
    else if (request.url === '/api/user/emails') json(response, account.emails);
    else json(response, { message: 'Not Found' }, 404);
  });
  return github;
}
