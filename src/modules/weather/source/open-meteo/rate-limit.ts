const DEFAULT_SECONDS = 60;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * How long to leave the service alone after a 429: its `Retry-After` (RFC 9110 §10.2.3, seconds or a date), at most a day.
 * Open-Meteo sends none, but says which of its limits was reached ("Hourly API request limit exceeded. …"); each begins anew
 * with the minute, the hour and the day in UTC.
 */
export function rateLimitPauseSeconds(
  retryAfter: string | string[] | undefined,
  reason = '',
  now: Date = new Date(),
): number {
  const seconds = secondsIn(retryAfter, now) ?? secondsUntilNext(reason, now);
  return Math.min(Math.max(1, Math.ceil(seconds)), DAY_SECONDS);
}

function secondsIn(retryAfter: string | string[] | undefined, now: Date): number | undefined {
  if (typeof retryAfter !== 'string') return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : (date - now.getTime()) / 1000;
}

function secondsUntilNext(reason: string, now: Date): number {
  const length = lengthOfLimit(reason);
  return length === undefined ? DEFAULT_SECONDS : length - ((now.getTime() / 1000) % length);
}

function lengthOfLimit(reason: string): number | undefined {
  if (reason.startsWith('Minutely')) return 60;
  if (reason.startsWith('Hourly')) return 60 * 60;
  if (reason.startsWith('Daily')) return DAY_SECONDS;
  return undefined;
}
