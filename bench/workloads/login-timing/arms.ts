/** Somebody who tries to log in, in one of the ways that must not be told apart. */
export interface Arm {
  readonly name: string;
  /** The nth attempt. */
  credentials(n: number): { login: string; password: string };
}

const WRONG = 'not the password of anybody';

/** The nth member of a kind, as `fill.ts` makes them. */
const emailOf = (kind: string, n: number) => `${kind}-${n}@example.com`;

const guessing = (name: string, kind: string, password = WRONG): Arm => ({
  name,
  credentials: (n) => ({ login: emailOf(kind, n), password }),
});

/** Each attempt is at a name of its own, so that none has to wait: the first failure of somebody's hour is the most work. */
export const REFUSED: readonly Arm[] = [
  guessing('unknown address', 'nobody'),
  guessing('wrong password', 'known'),
  guessing('empty password', 'empty', ''),
  guessing('suspended member', 'suspended'),
  guessing('member without a password', 'passwordless'),
];

/** All attempts of each are at one name, at which others have guessed too often. */
export const PAUSED: readonly Arm[] = [
  { name: 'pause of an unknown address', credentials: () => ({ login: emailOf('nobody', -1), password: WRONG }) },
  { name: 'pause of a member', credentials: () => ({ login: emailOf('paused', 0), password: WRONG }) },
];
