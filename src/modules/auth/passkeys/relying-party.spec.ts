import { Config, readSettings } from '../../../platform/config/load-config.js';
import { RelyingParty } from './relying-party.js';

const SECRET = 'k3J9vQ2mX8pL5tR7wY1zB4nC6dF0gHsA';

function party(environment: Record<string, string>): RelyingParty {
  return new RelyingParty(new Config(readSettings(environment), 'postgres://db/kitchen', [SECRET]));
}

describe('who passkeys are for', () => {
  it.each([
    [{}, 'localhost'],
    [{ PUBLIC_URL: 'https://api.kitchen.example' }, 'api.kitchen.example'],
    [{ PUBLIC_URL: 'https://api.example', CORS_ORIGINS: 'https://app.example,https://admin.example' }, 'app.example'],
    [{ FRONTEND_URL: 'https://front.example/account', CORS_ORIGINS: 'https://app.example' }, 'front.example'],
    [{ FRONTEND_URL: 'https://app.kitchen.example', PASSKEY_RP_ID: 'Kitchen.example' }, 'kitchen.example'],
    [{ PUBLIC_URL: 'http://192.0.2.7:3000' }, 'localhost'],
    [{ CORS_ORIGINS: 'http://[::1]:5173,http://app.example:5173' }, 'app.example'],
  ])('follows from the settings: %j → %s', (environment, id) => {
    expect(party(environment).id).toBe(id);
  });

  const strict = {
    PASSKEY_RP_ID: 'kitchen.example',
    CORS_ORIGINS: 'https://app.kitchen.example,https://other.example',
  };
  it.each([
    [strict, 'https://app.kitchen.example', true],
    [strict, 'http://app.kitchen.example', false],
    [strict, 'https://app.kitchen.example:8443', false],
    [strict, 'https://kitchen.example', false],
    [strict, 'https://taken-over.kitchen.example', false],
    [strict, 'https://other.example', false],
    [strict, 'https://evilkitchen.example', false],
    [{ ...strict, FRONTEND_URL: 'https://kitchen.example/account' }, 'https://kitchen.example', true],
    [{}, 'http://localhost:5173', true],
    [{}, 'http://evil.localhost:5173', false],
    [{}, 'http://localhost.evil.example', false],
    [{ PUBLIC_URL: 'https://kitchen.example' }, 'http://localhost:5173', false],
    [{ PUBLIC_URL: 'https://kitchen.example', CORS_ORIGINS: '*' }, 'https://kitchen.example:8443', true],
    [{}, 'null', false],
    [{}, '', false],
  ])('%j: a page of %s is allowed: %s', (environment, origin, isAllowed) => {
    expect(party(environment).allows(origin)).toBe(isAllowed);
  });
});
