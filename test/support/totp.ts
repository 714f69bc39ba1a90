import { generateSync } from 'otplib';
import { Clock } from '../../src/platform/clock/clock.js';
import type { Api } from './api.js';
import type { Kitchen } from './app.js';

const STEP_SECONDS = 30;

/** An authenticator app, in which time stands still until a test moves it on. */
export interface Authenticator {
  secret: string;
  recoveryCodes: string[];
  /** What the app shows, now or some steps away. */
  code(stepsAway?: number): string;
  /** The next code, never shown before. */
  nextCode(): string;
  /** Never what the app shows. */
  wrongCode(): string;
}

let steps = 0;

/** Gives the kitchen a clock that stands still until {@link tick}. */
export function stopClock(...kitchens: Kitchen[]): void {
  const start = Date.now();
  for (const { nest } of kitchens) nest.get(Clock).now = () => new Date(start + steps * STEP_SECONDS * 1000);
  epochOf = () => Math.floor(start / 1000) + steps * STEP_SECONDS;
}
let epochOf = () => Math.floor(Date.now() / 1000);

/** Lets half a minute go by, and with it the code that was shown. */
export function tick(count = 1): void {
  steps += count;
}

export function codeOf(secret: string, stepsAway = 0): string {
  return generateSync({ secret, epoch: epochOf() + stepsAway * STEP_SECONDS });
}

/** Sets up an app for somebody who is signed in. The code that confirmed it is used up. */
export async function setUpTotp(api: Api, headers?: Record<string, string>): Promise<Authenticator> {
  const { secret } = (await api.post('/auth/totp', undefined, headers)).body;
  const { body } = await api.put('/auth/totp', { code: codeOf(secret) });
  const code = (stepsAway = 0) => codeOf(secret, stepsAway);
  return {
    secret,
    recoveryCodes: body.recoveryCodes,
    code,
    nextCode: () => {
      tick();
      return code();
    },
    wrongCode: () => {
      const shown = [-1, 0, 1].map((away) => Number(code(away)));
      const wrong = [0, 1, 2, 3].find((number) => !shown.includes(number))!;
      return String(wrong).padStart(6, '0');
    },
  };
}
