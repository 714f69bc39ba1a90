import pg from 'pg';

type Parser = (text: string) => unknown;

const { builtins } = pg.types;
const getTypeParser = pg.types.getTypeParser as (type: number, format?: string) => Parser;
/** The type of `text[]`, for which pg has no name. */
const TEXT_ARRAY = 1009;

const parsers = new Map<number, Parser>([
  [builtins.TIMESTAMPTZ, parseMoment],
  [TEXT_ARRAY, parseTexts],
]);

/** How values of columns are read: as pg does, but those that every row has several of at a fraction of its cost (docs/adr/0060). */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => (format === 'binary' ? undefined : parsers.get(type)) ?? getTypeParser(type, format),
};

/**
 * A moment that was read from the database, with the text of RFC 3339 in which most of them leave again: a plain `Date` works
 * it out anew, and takes ten times as long. It does not change; make a new `Date` of it instead.
 */
class StoredMoment extends Date {
  readonly #text: string;

  constructor(text: string) {
    super(text);
    this.#text = text;
  }

  override toISOString(): string {
    return this.#text;
  }

  override toJSON(): string {
    return this.#text;
  }
}

/** As PostgreSQL writes it in UTC, to the millisecond at most. */
const IN_UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?\+00$/;
const [DATE_LENGTH, SECONDS_LENGTH] = ['2026-11-22'.length, '2026-11-22 14:00:00'.length];

function parseMoment(text: string): unknown {
  if (!IN_UTC.test(text)) return getTypeParser(builtins.TIMESTAMPTZ)(text);
  const [date, time] = [text.slice(0, DATE_LENGTH), text.slice(DATE_LENGTH + 1, SECONDS_LENGTH)];
  const fraction = text.slice(SECONDS_LENGTH + 1, -'+00'.length);
  return new StoredMoment(`${date}T${time}.${fraction.padEnd(3, '0')}Z`);
}

/** Most lists of words hold nothing that PostgreSQL would quote. */
function parseTexts(text: string): unknown {
  if (text === '{}') return [];
  if (/["\\]|\bNULL\b|^\[/i.test(text)) return getTypeParser(TEXT_ARRAY)(text);
  return text.slice(1, -1).split(',');
}
