import { isDate } from '../../platform/clock/calendar.js';

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
type Frequency = (typeof FREQUENCIES)[number];

/** A recurrence rule (RFC 5545 §3.3.10) that was found to be sound, and small enough to be followed. */
export interface RecurrenceRule {
  /** In capitals, without the name of the property. */
  text: string;
  frequency: Frequency;
  /** By name, without COUNT and UNTIL, in the order given. */
  parts: ReadonlyMap<string, string>;
  count?: number;
  /** `YYYYMMDD`, with or without `THHMMSS`, with or without `Z`. */
  until?: string;
}

/** What is wrong with a rule, as a phrase that goes on from "the rule". */
export class InvalidRule extends Error {}

const MAX_LENGTH = 500;
const MAX_VALUES = 100;
const MAX_INTERVAL = 1000;
const MAX_COUNT = 10_000;
/** Counting to the end of a rule that is not plainly every n-th day or week takes a look at each of its periods. */
const MAX_COUNT_OF_FINE_RULES = 1000;
const MAX_UNTIL_YEAR = 2200;
const MAX_TIMES_PER_DAY = 24;

const WEEKDAY = 'SU|MO|TU|WE|TH|FR|SA';
/** The form of each part, and the highest number it may say. */
const PARTS: Record<string, { form: RegExp; max?: number }> = {
  FREQ: { form: /^[A-Z]+$/ },
  INTERVAL: { form: /^[1-9]\d*$/, max: MAX_INTERVAL },
  COUNT: { form: /^[1-9]\d*$/, max: MAX_COUNT },
  UNTIL: { form: /^\d{8}(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/ },
  WKST: { form: new RegExp(`^(${WEEKDAY})$`) },
  BYMONTH: { form: listOf('0?[1-9]|1[0-2]') },
  BYWEEKNO: { form: listOf('[+-]?\\d{1,2}'), max: 53 },
  BYYEARDAY: { form: listOf('[+-]?\\d{1,3}'), max: 366 },
  BYMONTHDAY: { form: listOf('[+-]?\\d{1,2}'), max: 31 },
  BYDAY: { form: listOf(`([+-]?[1-9]\\d?)?(${WEEKDAY})`), max: 53 },
  BYHOUR: { form: listOf('[01]?\\d|2[0-3]') },
  BYMINUTE: { form: listOf('[0-5]?\\d') },
  BYSETPOS: { form: listOf('[+-]?\\d{1,3}'), max: 366 },
};
/** Parts that count from one end or the other know no zeroth. */
const ORDINALS = ['BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY', 'BYSETPOS'];

/** @throws InvalidRule Nothing is followed or expanded for it: the answer takes no longer for a huge rule. */
export function parseRule(given: string): RecurrenceRule {
  if (given.length > MAX_LENGTH) throw new InvalidRule(`must not be longer than ${MAX_LENGTH} characters`);
  const text = given.toUpperCase().replace(/^RRULE:/, '');
  const parts = readParts(text);
  const frequency = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  if (!frequency) throw new InvalidRule(`must have a FREQ: one of ${FREQUENCIES.join(', ')}`);
  const [count, until] = [parts.get('COUNT'), parts.get('UNTIL')];
  checkEnd(count, until);
  parts.delete('COUNT');
  parts.delete('UNTIL');
  checkTogether(frequency, parts);
  const rule = { text, frequency, parts, ...(until !== undefined && { until }) };
  if (count === undefined) return rule;
  if (Number(count) > MAX_COUNT_OF_FINE_RULES && !isPlain(rule)) {
    throw new InvalidRule(`must not have a COUNT over ${MAX_COUNT_OF_FINE_RULES} with these parts; say UNTIL instead`);
  }
  return { ...rule, count: Number(count) };
}

function readParts(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', ...rest] = part.split('=');
    const value = rest.join('=');
    const known = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (!known) throw new InvalidRule(unknownPart(name));
    if (parts.has(name)) throw new InvalidRule(`must not have ${name} twice`);
    if (!known.form.test(value)) throw new InvalidRule(`must not have ${name}=${shorten(value)}`);
    const numbers = (value.match(/\d+/g) ?? []).map(Number);
    const { max = Infinity } = known;
    if (numbers.some((number) => number > max)) {
      throw new InvalidRule(`must not have ${name} over ${max}`);
    }
    if (ORDINALS.includes(name) && numbers.includes(0)) throw new InvalidRule(`must not have 0 in ${name}`);
    parts.set(name, value);
  }
  const values = [...parts.values()].reduce((sum, value) => sum + value.split(',').length, 0);
  if (values > MAX_VALUES) throw new InvalidRule(`must not name more than ${MAX_VALUES} values`);
  return parts;
}

function unknownPart(name: string): string {
  if (name === 'BYSECOND') return 'must not have BYSECOND, todos are due at whole minutes';
  return `has a part that is not known here: ${shorten(name)}`;
}

function checkEnd(count: string | undefined, until: string | undefined): void {
  if (until === undefined) return;
  if (count !== undefined) throw new InvalidRule('must not have both COUNT and UNTIL');
  const date = until.replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3');
  if (Number(date.slice(0, 4)) > MAX_UNTIL_YEAR) throw new InvalidRule(`must end by the year ${MAX_UNTIL_YEAR}`);
  if (!isDate(date)) throw new InvalidRule(`must not have UNTIL=${until}, which is no date`);
}

/** What RFC 5545 §3.3.10 says of parts that do not go together, and what no todo needs. */
function checkTogether(frequency: Frequency, parts: ReadonlyMap<string, string>): void {
  const refuse = (isWrong: boolean, what: string) => {
    if (isWrong) throw new InvalidRule(what);
  };
  const has = (...names: string[]) => names.some((name) => parts.has(name));
  const isYearly = frequency === 'YEARLY';
  refuse(!isYearly && has('BYWEEKNO'), 'must not have BYWEEKNO without FREQ=YEARLY');
  refuse(!isYearly && has('BYYEARDAY'), 'must not have BYYEARDAY without FREQ=YEARLY');
  refuse(frequency === 'WEEKLY' && has('BYMONTHDAY'), 'must not have BYMONTHDAY with FREQ=WEEKLY');
  const numbersDays = /\d/.test(parts.get('BYDAY') ?? '');
  refuse(
    numbersDays && (!['MONTHLY', 'YEARLY'].includes(frequency) || has('BYWEEKNO')),
    'must not number the days in BYDAY but with FREQ=MONTHLY or YEARLY, and without BYWEEKNO',
  );
  refuse(
    has('BYWEEKNO') && has('BYMONTHDAY', 'BYYEARDAY'),
    'must not have BYWEEKNO together with BYMONTHDAY or BYYEARDAY',
  );
  const others = [...parts.keys()].filter((name) => name.startsWith('BY') && name !== 'BYSETPOS');
  refuse(has('BYSETPOS') && others.length === 0, 'must not have BYSETPOS without another BY… part');
  const timesPerDay = ['BYHOUR', 'BYMINUTE'].reduce((n, name) => n * (parts.get(name)?.split(',').length ?? 1), 1);
  refuse(has('BYSETPOS') && timesPerDay > 1, 'must not have BYSETPOS together with several times a day');
  refuse(timesPerDay > MAX_TIMES_PER_DAY, `must not say more than ${MAX_TIMES_PER_DAY} times a day`);
}

/**
 * What one period of a rule costs the library, as measured, in the days that it could look at meanwhile: 0 where it reckons
 * rather than looks. It bounds how many periods may be looked at.
 */
export function weightOf(rule: Pick<RecurrenceRule, 'frequency' | 'parts'>): number {
  const { frequency, parts } = rule;
  const valuesOf = (name: string) => parts.get(name)?.split(',').length ?? 1;
  if (parts.has('BYWEEKNO')) return 8 + valuesOf('BYWEEKNO') * valuesOf('BYDAY');
  if (parts.has('BYYEARDAY')) return 8;
  if (parts.has('BYSETPOS')) return { YEARLY: 40, MONTHLY: 4, WEEKLY: 8, DAILY: 8 }[frequency];
  return frequency === 'DAILY' && !isPlain(rule) ? 2 : 0;
}

/** Whether reckoning a rule, sound or not, may take as long as writing down many todos does. */
export function isSlow(given: string): boolean {
  try {
    const rule = parseRule(given);
    return weightOf(rule) > 0 || (rule.count ?? 0) > MAX_COUNT_OF_FINE_RULES;
  } catch (error) {
    if (error instanceof InvalidRule) return false;
    throw error;
  }
}

function isPlain({ frequency, parts }: Pick<RecurrenceRule, 'frequency' | 'parts'>): boolean {
  const finer = [...parts.keys()].filter(
    (name) => name.startsWith('BY') && !['BYDAY', 'BYHOUR', 'BYMINUTE'].includes(name),
  );
  return (frequency === 'DAILY' || frequency === 'WEEKLY') && finer.length === 0;
}

function listOf(value: string): RegExp {
  return new RegExp(`^(${value})(,(${value}))*$`);
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}
