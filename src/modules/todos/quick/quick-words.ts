/** English words for numbers, days and months, as parts of patterns, and what they mean. */

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ORDINAL_WORDS: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5, last: -1 };
const NUMBER_WORDS: Record<string, number> = {
  other: 2,
  second: 2,
  third: 3,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
};

export const DAYS =
  'mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:nesday)?s?|thu(?:r(?:s(?:day)?)?)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?';
export const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
export const ORDINAL = '\\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|last';
export const NUMBER = `(?<n>\\d{1,4}(?:nd|rd|th)?|${Object.keys(NUMBER_WORDS).join('|')})`;

/** 1 when there is none. */
export function numberOf(word: string | undefined): number {
  if (word === undefined) return 1;
  return NUMBER_WORDS[word.toLowerCase()] ?? Number.parseInt(word, 10);
}

/** As in "first", "3rd" and "last", which is -1. */
export function ordinalOf(word: string): number | undefined {
  const ordinal = ORDINAL_WORDS[word.toLowerCase()] ?? Number.parseInt(word, 10);
  return Number.isNaN(ordinal) ? undefined : ordinal;
}

/** A day of a month, counted from its end below zero; undefined when no month has it. */
export function dayOf(word: string): number | undefined {
  const day = ordinalOf(word);
  return day === undefined || day === 0 || day > 31 ? undefined : day;
}

/** As RFC 5545 §3.3.10 names it. */
export function weekdayOf(name: string): string {
  return WEEKDAYS.find((day) => name.toUpperCase().startsWith(day)) ?? '';
}

/** 1 to 12 */
export function monthOf(name: string): number {
  return MONTH_NAMES.indexOf(name.toLowerCase().slice(0, 3)) + 1;
}
