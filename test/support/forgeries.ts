import { createHmac, generateKeyPairSync, hkdfSync, sign } from 'node:crypto';
import { TEST_JWT_SECRET } from './app.js';

type Json = Record<string, unknown>;
type Key = Parameters<typeof createHmac>[1];

/** What a forger has: a token of the own account, what else was given to it, and ids of others. */
export interface Loot {
  accessToken: string;
  refreshToken: string;
  deviceToken: string;
  /** Of a session that was logged out. */
  endedToken: string;
  victim: { id: string; accessToken: string };
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const encode = (value: unknown) => Buffer.from(text(value)).toString('base64url');
export const decodePart = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;

/** A token with this header and these claims, whatever they are; a text goes in as it is. */
export function signed(header: unknown, claims: unknown, secret: Key = TEST_JWT_SECRET, digest = 'sha256'): string {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac(digest, secret).update(content).digest('base64url')}`;
}

const now = () => Math.floor(Date.now() / 1000);

/** Everything that must not be taken for an access token, by what is wrong with it. */
export function forgeries({
  accessToken,
  refreshToken,
  deviceToken,
  endedToken,
  victim,
}: Loot): Record<string, string> {
  const [headerPart, claimsPart, signature] = accessToken.split('.') as [string, string, string];
  const [header, claims] = [headerPart, claimsPart].map(decodePart) as [Json, Json];
  const claiming = (changes: Json) => signed(header, { ...claims, ...changes });
  const headed = (changes: Json, secret: Key = 'x') => signed({ ...header, ...changes }, claims, secret);
  const without = (claim: string) =>
    signed(header, Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claim)));
  const withKey = (alg: string, digest: string | null, key: Parameters<typeof sign>[2]) => {
    const content = `${encode({ ...header, alg })}.${claimsPart}`;
    return `${content}.${sign(digest, Buffer.from(content), key).toString('base64url')}`;
  };
  const unsigned = (alg: unknown, end = '') => `${encode({ ...header, alg })}.${claimsPart}.${end}`;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const victimClaims = decodePart(victim.accessToken.split('.')[1]!);
  const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;

  return {
    'alg none': unsigned('none'),
    'alg None': unsigned('None'),
    'alg NONE': unsigned('NONE'),
    'alg nOnE': unsigned('nOnE'),
    'alg none with the old signature': unsigned('none', signature),
    'alg none without the last dot': unsigned('none').slice(0, -1),
    'no alg': unsigned(undefined, signature),
    'an empty alg': unsigned('', signature),
    'an alg that is null': unsigned(null, signature),
    'an alg that is a list': headed({ alg: ['HS256'] }, TEST_JWT_SECRET),
    'an alg in small letters': headed({ alg: 'hs256' }, TEST_JWT_SECRET),
    'HS384 with our secret': signed({ ...header, alg: 'HS384' }, claims, TEST_JWT_SECRET, 'sha384'),
    'HS512 with our secret': signed({ ...header, alg: 'HS512' }, claims, TEST_JWT_SECRET, 'sha512'),
    'RS256 with a key of its own': withKey('RS256', 'sha256', rsa.privateKey),
    'PS256 with a key of its own': withKey('PS256', 'sha256', rsa.privateKey),
    'ES256 with a key of its own': withKey('ES256', 'sha256', { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }),
    'EdDSA with a key of its own': withKey('EdDSA', null, generateKeyPairSync('ed25519').privateKey),
    'ES256 with a signature of zeros (CVE-2022-21449)': unsigned('ES256', Buffer.alloc(64).toString('base64url')),
    'a public key for a secret': signed(header, claims, rsa.publicKey.export({ type: 'spki', format: 'pem' })),
    'no signature': `${headerPart}.${claimsPart}`,
    'an empty signature': `${headerPart}.${claimsPart}.`,
    'a truncated signature': accessToken.slice(0, -8),
    'one letter of the signature changed': `${headerPart}.${claimsPart}.${flipped}`,
    'a longer signature': `${accessToken}AAAA`,
    'a signature of other claims': `${headerPart}.${encode({ ...claims, sub: victim.id })}.${signature}`,
    'a signature of another header': `${encode({ ...header, kid: '1' })}.${claimsPart}.${signature}`,
    'a signature of zeros': `${headerPart}.${claimsPart}.${Buffer.alloc(32).toString('base64url')}`,
    'another secret': signed(header, claims, 'another-secret-that-is-also-long-enough'),
    'an empty secret': signed(header, claims, ''),
    'a secret that is nearly ours': signed(header, claims, `${TEST_JWT_SECRET}\n`),
    'our secret in base64': signed(header, claims, Buffer.from(TEST_JWT_SECRET).toString('base64')),
    'a key that is derived from ours': signed(
      header,
      claims,
      Buffer.from(hkdfSync('sha256', TEST_JWT_SECRET, '', 'kitchen refresh token', 32)),
    ),
    'a kid that points to an empty file': headed({ kid: '/dev/null' }, ''),
    'a kid that leads out of a folder': headed({ kid: '../../../../etc/hostname' }),
    'a kid that is SQL': headed({ kid: "' union select 'x' --" }),
    'a kid that is an object': headed({ kid: { $ne: null } }),
    'a jku of its own': headed({ jku: 'http://127.0.0.1:9/keys' }),
    'an x5u of its own': headed({ x5u: 'http://127.0.0.1:9/certificate' }),
    'an embedded jwk': headed({ jwk: { kty: 'oct', k: 'eA' } }),
    'an embedded certificate': headed({ x5c: ['MIIB'] }),
    'a critical extension that nobody knows': headed({ crit: ['b64'], b64: false }),
    'a compressed body': headed({ zip: 'DEF' }),
    'a header that is a list': signed([header], claims),
    'a header that is no JSON': signed('hello', claims),
    'an empty header': `.${claimsPart}.${signature}`,
    'claims that are a list': signed(header, [claims]),
    'claims that are a text': signed(header, '"hello"'),
    'claims that are no JSON': signed(header, 'hello'),
    'claims that are null': signed(header, 'null'),
    'claims that are a number': signed(header, '1'),
    'no claims': signed(header, {}),
    'empty claims': `${headerPart}..${signature}`,
    'another type': claiming({ typ: 'refresh' }),
    'a type that is a list': claiming({ typ: ['access'] }),
    'no type': without('typ'),
    'another audience': claiming({ aud: 'pantry' }),
    'other audiences': claiming({ aud: ['pantry', 'cellar'] }),
    'no audience': without('aud'),
    'another issuer': claiming({ iss: 'pantry' }),
    'no issuer': without('iss'),
    'an expiry that has passed': claiming({ iat: now() - 1000, exp: now() - 1 }),
    'an expiry of zero': claiming({ exp: 0 }),
    'no expiry': without('exp'),
    'an expiry that is a text': claiming({ exp: '9999999999' }),
    'an expiry beyond all numbers': signed(header, text(claims).replace(/"exp":\d+/, '"exp":1e999')),
    'a time before which it is not valid': claiming({ nbf: now() + 600 }),
    'a time before which it is not valid that is a text': claiming({ nbf: 'tomorrow' }),
    'no session': without('sid'),
    'a session that never was': claiming({ sid: '019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10' }),
    'a session of nobody': claiming({ sid: '00000000-0000-0000-0000-000000000000' }),
    'a session that is no UUID': claiming({ sid: "' or 1=1 --" }),
    'a session that is an object': claiming({ sid: { $ne: null } }),
    'a session that is a list': claiming({ sid: [claims['sid']] }),
    "somebody else's session": claiming({ sid: victimClaims['sid'] }),
    'somebody else as its subject': claiming({ sub: victim.id }),
    'a subject that is a list': claiming({ sub: [claims['sub']] }),
    'no subject': without('sub'),
    'a session that has ended': endedToken,
    'a refresh token': refreshToken,
    'the mark of a device': deviceToken,
    'four parts': `${accessToken}.x`,
    'a part more in front': `x.${accessToken}`,
    'the same token twice': `${accessToken}, ${accessToken}`,
    'a dot': '.',
    'two dots': '..',
    nothing: '',
    'an object’s prototype': '__proto__',
    'as many letters as headers hold': 'a'.repeat(30_000),
  };
}
