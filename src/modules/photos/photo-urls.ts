import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Variant } from './variants.js';

const HOUR_MILLIS = 3_600_000;

/** What the query of a signed address says. */
export interface Signature {
  /** Seconds since 1970. */
  expires: number;
  signature: string;
}

/**
 * The address of a variant's bytes, from the root of this server. A photo that is not for everybody has addresses that are signed:
 * a page can show them without credentials, which an `<img>` cannot send, and soon they are worth nothing.
 *
 * @param urlSecret the photo's own, or undefined where everybody may see it.
 */
export function photoUrl(id: string, variant: Variant, urlSecret: string | undefined, now: Date): string {
  const path = `/api/v1/photos/${id}/${variant}.webp`;
  if (urlSecret === undefined) return path;
  const expires = expiryOf(now).getTime() / 1000;
  return `${path}?expires=${expires}&signature=${sign(id, urlSecret, expires)}`;
}

/** The end of the next hour: for as long as an hour lasts an address is the same, so that browsers and ETags know it again. */
export function expiryOf(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MILLIS) + 2) * HOUR_MILLIS);
}

export function isSignedBy(urlSecret: string, id: string, { expires, signature }: Signature, now: Date): boolean {
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(id, urlSecret, expires))];
  return given.length === right.length && timingSafeEqual(given, right) && expires * 1000 > now.getTime();
}

/** One signature for all variants of a photo. */
function sign(id: string, urlSecret: string, expires: number): string {
  return createHmac('sha256', urlSecret).update(`${id} ${expires}`).digest('base64url');
}
