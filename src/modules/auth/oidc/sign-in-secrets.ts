import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SignInSecrets } from './providers/provider.js';

const COOKIE = 'kitchen_sign_in';
const COOKIE_PATH = '/api/v1/auth/oidc';
const TEN_MINUTES_SECONDS = 600;
const COOKIE_VALUE = new RegExp(`(?:^|; *)${COOKIE}=([\\w-]{43})(?:;|$)`);

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * State, nonce and PKCE verifier of a sign-in, made of one secret that only the browser keeps: so the database holds nothing
 * that could be used, and an answer that comes back in another browser is worth nothing.
 */
export function secretsOf(secret: string): SignInSecrets {
  const derive = (use: string) => createHmac('sha256', secret).update(use).digest('base64url');
  return { state: derive('state'), nonce: derive('nonce'), codeVerifier: derive('code verifier') };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** RFC 6265. `Lax` lets it come along when the other side sends the browser back, and on no request that a page makes. */
export function signInCookie(secret: string, isSecure: boolean): string {
  const attributes = `Path=${COOKIE_PATH}; Max-Age=${TEN_MINUTES_SECONDS}; HttpOnly; SameSite=Lax`;
  return `${COOKIE}=${secret}; ${attributes}${isSecure ? '; Secure' : ''}`;
}

export function forgottenCookie(): string {
  return `${COOKIE}=; Path=${COOKIE_PATH}; Max-Age=0; HttpOnly; SameSite=Lax`;
}

export function secretIn(cookies: string | undefined): string | undefined {
  return COOKIE_VALUE.exec(cookies ?? '')?.[1];
}
