import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { Api } from '../support/api.js';
import { type Kitchen, type Member, startKitchen, TEST_JWT_SECRET } from '../support/app.js';

type Json = Record<string, unknown>;
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;

function signed(header: Json, claims: Json, secret = TEST_JWT_SECRET, digest = 'sha256'): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac(digest, secret).update(text).digest('base64url')}`;
}

describe('forged access tokens', () => {
  let kitchen: Kitchen;
  let ada: Member;
  let eve: Member;
  let header: Json;
  let claims: Json;

  beforeAll(async () => {
    kitchen = await startKitchen();
    ada = await kitchen.member();
    eve = await kitchen.member();
    [header, claims] = ada.accessToken.split('.').slice(0, 2).map(decode) as [Json, Json];
  });
  afterAll(() => kitchen.close());

  it('are told from a real one that was signed in the same way', async () => {
    expect((await new Api(kitchen.origin, signed(header, claims)).get('/users/me')).status).toBe(200);
  });

  const now = () => Math.floor(Date.now() / 1000);
  const resigned = (changes: Json, headerChanges: Json = {}) =>
    signed({ ...header, ...headerChanges }, { ...claims, ...changes });
  const without = (claim: string) => {
    const { [claim]: _, ...rest } = claims;
    return signed(header, rest);
  };
  const rsa = () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const text = `${encode({ ...header, alg: 'RS256' })}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };

  const forgeries: Record<string, () => string> = {
    'alg none': () => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`,
    'alg None': () => `${encode({ ...header, alg: 'None' })}.${encode(claims)}.`,
    'alg none with the old signature': () =>
      `${encode({ ...header, alg: 'none' })}.${encode(claims)}.${ada.accessToken.split('.')[2]!}`,
    'no signature': () => ada.accessToken.split('.').slice(0, 2).join('.'),
    'an empty signature': () => `${ada.accessToken.split('.').slice(0, 2).join('.')}.`,
    'a truncated signature': () => ada.accessToken.slice(0, -8),
    'a signature of other claims': () =>
      `${encode(header)}.${encode({ ...claims, sub: eve.id })}.${ada.accessToken.split('.')[2]!}`,
    'another secret': () => signed(header, claims, 'another-secret-that-is-also-long-enough'),
    'an empty secret': () => signed(header, claims, ''),
    'HS384 with our secret': () => signed({ ...header, alg: 'HS384' }, claims, TEST_JWT_SECRET, 'sha384'),
    'HS512 with our secret': () => signed({ ...header, alg: 'HS512' }, claims, TEST_JWT_SECRET, 'sha512'),
    'RS256 with a key of its own': rsa,
    'a kid that points to a file': () => signed({ ...header, kid: '/dev/null' }, claims, ''),
    'a jku of its own': () => signed({ ...header, jku: 'http://127.0.0.1/keys' }, claims, 'x'),
    'an embedded jwk': () => signed({ ...header, jwk: { kty: 'oct', k: 'eA' } }, claims, 'x'),
    'another type': () => resigned({ typ: 'refresh' }),
    'no type': () => without('typ'),
    'another audience': () => resigned({ aud: 'pantry' }),
    'no audience': () => without('aud'),
    'another issuer': () => resigned({ iss: 'pantry' }),
    'no issuer': () => without('iss'),
    'an expiry that has passed': () => resigned({ iat: now() - 1000, exp: now() - 1 }),
    'no expiry': () => without('exp'),
    'an expiry that is a text': () => resigned({ exp: '9999999999' }),
    'a time before which it is not valid': () => resigned({ nbf: now() + 600 }),
    'no session': () => without('sid'),
    'a session that never was': () => resigned({ sid: '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10' }),
    'a session that is no UUID': () => resigned({ sid: "' or 1=1 --" }),
    'a session that is an object': () => resigned({ sid: { $ne: null } }),
    "somebody else's session": () => resigned({ sid: decode(eve.accessToken.split('.')[1]!)['sid'] }),
    'somebody else as its subject': () => resigned({ sub: eve.id }),
    'no subject': () => without('sub'),
    'claims that are a list': () => signed(header, [claims] as unknown as Json),
    'claims that are no JSON': () => {
      const text = `${encode(header)}.${encode('hello')}`;
      return `${text}.${createHmac('sha256', TEST_JWT_SECRET).update(text).digest('base64url')}`;
    },
    'a refresh token': () => ada.refreshToken,
    'four parts': () => `${ada.accessToken}.x`,
    nothing: () => '',
    'a megabyte of letters cut to what headers hold': () => 'a'.repeat(30_000),
  };

  it.each(Object.entries(forgeries))(
    'with %s are refused on a guarded and on an optional route',
    async (_what, forge) => {
      const api = new Api(kitchen.origin, forge());
      const answer = await api.get('/users/me');

      expect(answer.status).toBe(401);
      expect(answer.body.code).toMatch(/^auth\.(unauthenticated|session_ended)$/);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(answer.text).not.toContain(ada.username);
      expect((await api.get('/posts')).status).toBe(401);
    },
  );

  it.each(['Basic YWRhOnB3', 'Bearer', 'bearer', 'Token abc', '\t'])(
    'refuses the credentials %j',
    async (authorization) => {
      expect((await kitchen.guest.get('/users/me', { authorization })).status).toBe(401);
    },
  );
});
