import { str } from 'envalid';
import { integer } from './variables.js';

/** How much one client may ask for, and guess: `limits/`. */
export const limitSettings = {
  RATE_LIMITS: str({
    choices: ['on', 'off'],
    default: 'on',
    desc: 'Limits on guessing and on how much one client may do. `off` is for tests and measurements, and refused in production.',
  }),
  WRITES_PER_MINUTE: integer(
    1,
    100_000_000,
  )({
    default: 1_200,
    desc: 'How many writes (all but GET) one member, or one address that is not signed in, may make in a minute, in each process.',
  }),
};
