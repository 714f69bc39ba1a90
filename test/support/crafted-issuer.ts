import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closed } from './oidc-issuer.js';

type Claims = Record<string, unknown>;

/** An issuer whose ID tokens say whatever a test wants, signed or not. */
export class CraftedIssuer {
  readonly key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  /** How the token endpoint answers. */
  answer: (response: ServerResponse) => void = () => undefined;
  /** Answers nothing but errors. */
  isBroken = false;
  /** How often it was asked. */
  requests = 0;

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<CraftedIssuer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const issuer = new CraftedIssuer(url, () => closed(server));
    server.on('request', (request, response) => {
      issuer.requests++;
      if (issuer.isBroken) response.writeHead(502).end();
      else if (request.url === '/token') issuer.answer(response);
      else if (request.url === '/keys') json(response, { keys: [issuer.jwk()] });
      else json(response, issuer.metadata());
    });
    return issuer;
  }

  /** Has the token endpoint answer with an ID token. */
  issue(claims: Claims, sign: (header: Claims, claims: Claims) => string = this.signed.bind(this)): void {
    const now = Math.floor(Date.now() / 1000);
    const standard = { iss: this.url, aud: 'kitchen', iat: now, exp: now + 60, email_verified: true };
    const idToken = sign({ alg: 'RS256', kid: 'one' }, { ...standard, ...claims });
    this.answer = (response) => json(response, { access_token: 'at', token_type: 'bearer', id_token: idToken });
  }

  signed(header: Claims, claims: Claims, key: KeyObject = this.key.privateKey): string {
    const text = `${encode(header)}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }

  private jwk(): object {
    return { ...this.key.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' };
  }

  private metadata(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }
}

export function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
