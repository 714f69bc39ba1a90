import type { Options } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet, first choice: Argon2id (the package's default) with 19 MiB, two passes, one lane. */
export const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options;

/** PHC string format, as Argon2 implementations write it. */
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/;

/** In the form of a stored hash, and as costly to check as a new one. */
export function phc(salt: Buffer, digest: Buffer): string {
  const { memoryCost, timeCost, parallelism } = ARGON2ID;
  const [saltText, digestText] = [salt, digest].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${saltText}$${digestText}`;
}

/** Whether guessing at this hash takes less memory or fewer passes than at a new one. Of a stronger one, a weaker is never made. */
export function isOutdated(passwordHash: string): boolean {
  const { memoryCost, timeCost } = costOf(passwordHash);
  return memoryCost < ARGON2ID.memoryCost || timeCost < ARGON2ID.timeCost;
}

/**
 * What checking this hash leaves undone of a new one's work, which is memory times passes, as a further hash to make; else a
 * login that fails would tell by its time who has an account, and has not used it for long.
 */
export function workMissing(passwordHash: string): Options | undefined {
  const { memoryCost, timeCost } = costOf(passwordHash);
  const missing = ARGON2ID.memoryCost * ARGON2ID.timeCost - memoryCost * timeCost;
  const perPass = Math.floor(missing / ARGON2ID.timeCost);
  return perPass < LEAST_MEMORY ? undefined : { ...ARGON2ID, memoryCost: perPass };
}

/** RFC 9106 §3.1: at least eight blocks of 1 KiB for each lane. */
const LEAST_MEMORY = 8;

function costOf(passwordHash: string): { memoryCost: number; timeCost: number } {
  const [, memoryCost = 0, timeCost = 0] = PHC.exec(passwordHash) ?? [];
  return { memoryCost: Number(memoryCost), timeCost: Number(timeCost) };
}
