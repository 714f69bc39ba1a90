import pg from 'pg';

type Parser = (text: string) => unknown;

const { builtins } = pg.types;
const getTypeParser = pg.types.getTypeParser as (type: number, format?: string) => Parser;
/** The type of `text[]`, for which pg has no name. */
const TEXT_ARRAY = 1009;
const DIGIT_ZERO = '0'.charCodeAt(0);

const parsers = new Map<number, Parser>([
  [builtins.TIMESTAMPTZ, parseMoment],
  [TEXT_ARRAY, parseTexts],
]);

/** How values of columns are read: as pg does, but those that every row has several of at a fraction of its cost (docs/adr/0060). */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => (format === 'binary' ? undefined : parsers.get(type)) ?? getTypeParser(type, format),
};

/** As PostgreSQL writes it in UTC, to the millisecond at most. */
const IN_UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?\+00$/;
const [DATE_LENGTH, SECONDS_LENGTH] = ['2026-11-22'.length, '2026-11-22 14:00:00'.length];
const WITH_MILLIS_LENGTH = '2026-11-22 14:00:00.123+00'.length;

/**
 * A moment that was read from the database, with the text in which most of them leave again: a plain `Date` reads it with a
 * parser of many formats, and works its text out anew. It does not change; make a new `Date` of it instead.
 */
class StoredMoment extends Date {
  readonly #written: string;

  /** @param written in the form of {@link IN_UTC} */
  constructor(written: string) {
    super(millisOf(written));
    this.#written = written;
  }

  override toISOString(): string {
    const written = this.#written;
    const [date, time] = [written.slice(0, DATE_LENGTH), written.slice(DATE_LENGTH + 1, -'+00'.length)];
    if (written.length === WITH_MILLIS_LENGTH) return `${date}T${time}Z`;
    const [seconds = '', fraction = ''] = time.split('.');
    return `${date}T${seconds}.${fraction.padEnd(3, '0')}Z`;
  }

  override toJSON(): string {
    return this.toISOString();
  }
}

function parseMoment(text: string): unknown {
  return IN_UTC.test(text) ? new StoredMoment(text) : getTypeParser(builtins.TIMESTAMPTZ)(text);
}

/** `Date.UTC` would do the same in thirty times the time. */
function millisOf(written: string): number {
  const days = daysSinceEpoch(digits(written, 0, 4), digits(written, 5, 7), digits(written, 8, 10));
  const minutes = (days * 24 + digits(written, 11, 13)) * 60 + digits(written, 14, 16);
  const [from, to] = [SECONDS_LENGTH + 1, written.length - '+00'.length];
  const millis = to > from ? digits(written, from, to) * 10 ** (from + 3 - to) : 0;
  return (minutes * 60 + digits(written, 17, 19)) * 1000 + millis;
}

/**
 * Of the Gregorian calendar, from 1 January 1970. Years begin in March here, so
 * that the leap day is the last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
 */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const daysInYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + daysInYear - 719_468;
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 10 + text.charCodeAt(at) - DIGIT_ZERO;
  return number;
}

/** Most lists of words hold nothing that PostgreSQL would quote. */
function parseTexts(text: string): unknown {
  if (text === '{}') return [];
  if (/["\\]|\bNULL\b|^\[/i.test(text)) return getTypeParser(TEXT_ARRAY)(text);
  return text.slice(1, -1).split(',');
}
