import { rateLimitPauseSeconds } from './rate-limit.js';

const NOW = new Date('2026-11-23T14:59:30.000Z');

describe('the pause after a 429', () => {
  it.each([
    ['7', undefined, 7],
    ['0', undefined, 1],
    ['99999999', undefined, 86_400],
    ['Mon, 23 Nov 2026 15:00:00 GMT', undefined, 30],
    ['Mon, 23 Nov 2026 14:00:00 GMT', undefined, 1],
    ['soon', undefined, 60],
    [undefined, undefined, 60],
    [undefined, 'Minutely API request limit exceeded. Please try again in one minute.', 30],
    [undefined, 'Hourly API request limit exceeded. Please try again in the next hour.', 30],
    [undefined, 'Daily API request limit exceeded. Please try again tomorrow.', 9 * 3_600 + 30],
    ['7', 'Daily API request limit exceeded. Please try again tomorrow.', 7],
  ])('for Retry-After %s and "%s" is %i seconds', (retryAfter, reason, seconds) => {
    expect(rateLimitPauseSeconds(retryAfter, reason, NOW)).toBe(seconds);
  });
});
