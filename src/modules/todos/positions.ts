import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BASE_52_DIGITS, BASE_62_DIGITS, generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { Clock } from '../../platform/clock/clock.js';

/**
 * Order keys in the format of the `fractional-indexing` package: text whose bytewise order is the order of the things, with
 * room between any two (docs/adr/0011). A key is a whole number (its first letter says how many digits follow, `a` one, `b`
 * two …) and a fraction, which never ends in the digit 0.
 */
const BASE = BASE_62_DIGITS.length;
const FIRST_POSITIVE_HEAD = BASE_52_DIGITS.length / 2;

/** Longer keys are not worth their space in the index: the order is written anew with short ones. */
const MAX_LENGTH = 100;

/** Stands before every key of {@link Positions.next}. */
export const FIRST_POSITION = 'a0';

/** Keys for new things. */
@Injectable()
export class Positions {
  private latest = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * A key behind all that exist, without looking at them: the milliseconds of now, never the same twice in this process, and
   * a random fraction for what another process makes in the same one.
   */
  next(): string {
    this.latest = Math.max(this.clock.now().getTime(), this.latest + 1);
    return wholeNumber(this.latest) + randomFraction();
  }
}

/** @returns undefined when there is no room between the two: they are equal, or the key would become too long. */
export function positionBetween(low: string | null, high: string | null): string | undefined {
  if (low !== null && high !== null && low >= high) return undefined;
  const position = generateKeyBetween(low, high);
  return position.length > MAX_LENGTH ? undefined : position;
}

/** The shortest keys for so many things; all of them stand before {@link Positions.next}. */
export function evenPositions(count: number): string[] {
  return generateNKeysBetween(null, null, count);
}

/** Whether a text from elsewhere is such a key. */
export function isPosition(text: string): boolean {
  if (text.length > MAX_LENGTH || !/^[0-9A-Za-z]+$/.test(text)) return false;
  try {
    return generateKeyBetween(text, null) > text;
  } catch {
    return false;
  }
}

function wholeNumber(value: number): string {
  const digits = base62(value);
  return BASE_52_DIGITS.charAt(FIRST_POSITIVE_HEAD + digits.length - 1) + digits;
}

function randomFraction(): string {
  return base62(randomInt(BASE ** 3)).padStart(3, '0') + BASE_62_DIGITS.charAt(randomInt(1, BASE));
}

function base62(value: number): string {
  const digit = BASE_62_DIGITS.charAt(value % BASE);
  return value < BASE ? digit : base62(Math.floor(value / BASE)) + digit;
}
