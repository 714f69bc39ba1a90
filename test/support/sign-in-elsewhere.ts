import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Api } from './api.js';
import { FRONTEND_URL, KITCHEN_URL } from './oidc-issuer.js';

/** A sign-in that a browser has begun. */
export interface Begun {
  /** Where it was sent. */
  to: URL;
  cookie: string;
  verifier: string;
}

export const newVerifier = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

export async function begin(api: Api, provider: string, returnTo = `${FRONTEND_URL}/welcome`): Promise<Begun> {
  const verifier = newVerifier();
  const query = new URLSearchParams({ challenge: challengeOf(verifier), returnTo });
  const answer = await api.get(`/auth/oidc/${provider}?${query.toString()}`);
  if (answer.status !== 303) throw new Error(`It did not begin: ${answer.text}`);
  return { to: new URL(answer.headers.get('location')!), cookie: cookieOf(answer), verifier };
}

function cookieOf({ headers }: Pick<Answer, 'headers'>): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ');
}

/** Follows the issuer's redirects like a browser, until it leads back to the kitchen. */
export async function throughIssuer({ to }: Begun): Promise<URL> {
  const cookies = new Map<string, string>();
  for (let url = to; ;) {
    if (url.origin === KITCHEN_URL) return url;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split(/=(.*)/s);
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`The issuer answers ${response.status}: ${await response.text()}`);
    url = new URL(location, url);
  }
}

/** The browser comes back. */
export function comeBack(api: Api, callback: URL, cookie: string): Promise<Answer> {
  const path = callback.pathname.replace('/api/v1', '') + callback.search;
  return api.get(path, cookie === '' ? {} : { cookie });
}

/** What stands behind the # of the address that the browser was sent back to. */
export function handed(answer: Answer): Record<string, string> {
  const { hash } = new URL(answer.headers.get('location')!);
  return Object.fromEntries(new URLSearchParams(hash.slice(1)));
}

/** The whole way, up to what the front end is handed and the verifier that it kept. */
export async function signInAt(api: Api, provider: string): Promise<{ code: string; verifier: string }> {
  const begun = await begin(api, provider);
  const { code, error } = handed(await comeBack(api, await throughIssuer(begun), begun.cookie));
  if (code === undefined) throw new Error(`It came back with ${error}`);
  return { code, verifier: begun.verifier };
}
