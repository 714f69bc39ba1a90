import { InvalidRule, parseRule } from '../recurrence-rule.js';
import type { Anchor } from '../recurrence.js';
import { dayOf, DAYS, MONTHS, monthOf, numberOf, NUMBER, ORDINAL, ordinalOf, weekdayOf } from './quick-words.js';
import type { QuickText } from './quick-text.js';

/** How a phrase says that something comes back. */
export interface SpokenRecurrence {
  /** RFC 5545 §3.3.10, without an end. */
  rule: string;
  anchor: Anchor;
  /** `HH:MM`, where the phrase names a part of the day. */
  time?: string;
}

const DAY_LIST = `(?:${DAYS})(?:\\s*(?:,\\s*and|,|and|&)\\s*(?:${DAYS}))*`;
const ORDINAL_LIST = `(?:${ORDINAL})(?:\\s*(?:,\\s*and|,|and|&)\\s*(?:the\\s+)?(?:${ORDINAL}))*`;
const NUMERIC = '\\d{1,2}(?:st|nd|rd|th)';
const DATE_LIST = `${NUMERIC}(?:\\s*(?:,\\s*and|,|and|&)\\s*(?:the\\s+)?${NUMERIC})*`;
const OF_MONTH = '(?:\\s+(?:day\\s+)?of\\s+(?:the|each|every)\\s+month|\\s+of\\s+month)?';
const YEAR_DAY = `(?:${ORDINAL}|\\d{1,2})\\s+(?:of\\s+)?(?:${MONTHS})|(?:${MONTHS})\\s+(?:the\\s+)?(?:${ORDINAL}|\\d{1,2})`;

type Parts = RegExpExecArray['groups'];
type Phrase = [pattern: string, rule: (parts: NonNullable<Parts>) => string | undefined];

/** Longer phrases first: of those that fit, the first counts. */
const PHRASES: Phrase[] = [
  [`(?:${NUMBER}\\s+)?weeks?\\s+on\\s+(?<days>${DAY_LIST})`, ({ n, days }) => weekly(n, days)],
  [`(?:${NUMBER}\\s+)?months?\\s+on\\s+(?:the\\s+)?last\\s+day`, ({ n }) => monthly(n, 'BYMONTHDAY=-1')],
  [
    `(?:${NUMBER}\\s+)?months?\\s+on\\s+(?:the\\s+)?(?<which>${ORDINAL})\\s+(?<day>${DAYS})`,
    ({ n, which, day }) => monthly(n, nthDay(which, day)),
  ],
  [
    `(?:${NUMBER}\\s+)?months?\\s+on\\s+(?:the\\s+|day\\s+)?(?<dates>${ORDINAL_LIST}|\\d{1,2})`,
    ({ n, dates }) => monthly(n, monthDays(dates)),
  ],
  [`(?:${NUMBER}\\s+)?years?\\s+on\\s+(?:the\\s+)?(?<date>${YEAR_DAY})`, ({ n, date }) => yearly(n, date)],
  [
    `(?<which>${ORDINAL})\\s+(?<day>${DAYS})\\s+of\\s+(?:the|each|every)\\s+month`,
    ({ which, day }) => monthly('1', nthDay(which, day)),
  ],
  [
    `(?<which>first|third|fourth|last|1st|3rd|4th)\\s+(?<day>${DAYS})`,
    ({ which, day }) => monthly('1', nthDay(which, day)),
  ],
  [`last\\s+day${OF_MONTH}`, () => monthly('1', 'BYMONTHDAY=-1')],
  [`(?<date>${YEAR_DAY})`, ({ date }) => yearly('1', date)],
  [`(?:other|second|2nd)\\s+(?<days>${DAY_LIST})`, ({ days }) => weekly('2', days)],
  [
    `(?<dates>${ORDINAL_LIST})\\s+(?:day\\s+)?of\\s+(?:the|each|every)\\s+month`,
    ({ dates }) => monthly('1', monthDays(dates)),
  ],
  [`(?<dates>${DATE_LIST})`, ({ dates }) => monthly('1', monthDays(dates))],
  [`(?:weekday|workday|business\\s+day|working\\s+day)s?`, () => 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  [`weekends?`, () => 'FREQ=WEEKLY;BYDAY=SA'],
  [`(?<days>${DAY_LIST})`, ({ days }) => weekly('1', days)],
  [`(?:${NUMBER}\\s+)?days?`, ({ n }) => plain('DAILY', n)],
  [`(?:${NUMBER}\\s+)?weeks?`, ({ n }) => plain('WEEKLY', n)],
  [`(?:${NUMBER}\\s+)?fortnights?`, ({ n }) => plain('WEEKLY', String(2 * numberOf(n)))],
  [`(?:${NUMBER}\\s+)?months?`, ({ n }) => plain('MONTHLY', n)],
  [`(?:${NUMBER}\\s+)?quarters?`, ({ n }) => plain('MONTHLY', String(3 * numberOf(n)))],
  [`(?:${NUMBER}\\s+)?years?`, ({ n }) => plain('YEARLY', n)],
];

const ADVERBS: Phrase[] = [
  [`weekly\\s+on\\s+(?<days>${DAY_LIST})`, ({ days }) => weekly('1', days)],
  [`monthly\\s+on\\s+(?:the\\s+)?last\\s+day`, () => monthly('1', 'BYMONTHDAY=-1')],
  [
    `monthly\\s+on\\s+(?:the\\s+|day\\s+)?(?<dates>${ORDINAL_LIST}|\\d{1,2})`,
    ({ dates }) => monthly('1', monthDays(dates)),
  ],
  [`(?:yearly|annually)\\s+on\\s+(?:the\\s+)?(?<date>${YEAR_DAY})`, ({ date }) => yearly('1', date)],
  ['daily', () => 'FREQ=DAILY'],
  ['weekly', () => 'FREQ=WEEKLY'],
  ['biweekly|fortnightly', () => 'FREQ=WEEKLY;INTERVAL=2'],
  ['monthly', () => 'FREQ=MONTHLY'],
  ['quarterly', () => 'FREQ=MONTHLY;INTERVAL=3'],
  ['yearly|annually', () => 'FREQ=YEARLY'],
];

const PARTS_OF_DAY: Record<string, string> = {
  morning: '09:00',
  afternoon: '15:00',
  evening: '19:00',
  night: '21:00',
};

const compile = (before: string, [pattern, rule]: Phrase) => ({
  pattern: new RegExp(`(?<=^|[\\s,;(])${before}(?:${pattern})(?=$|[\\s,;.)!?])`, 'iu'),
  rule,
});
const COMPILED = [
  ...PHRASES.map((phrase) => compile('(?:every(?<done>!)?|each)\\s+', phrase)),
  ...ADVERBS.map((phrase) => compile('', phrase)),
];
const PART_OF_DAY = compile('(?:every(?<done>!)?|each)\\s+', [
  '(?<part>morning|afternoon|evening|night)',
  () => 'FREQ=DAILY',
]);
const TIMES = /(?<=\s|\uFFFC)(?:for\s+)?(\d{1,3}|ten|five|three|two|four|six|twelve)\s+times(?=$|[\s,;.])/i;

/** The first phrase that says how often something comes back. `every!` reckons from the day of completion. */
export function takeRecurrence(text: QuickText): SpokenRecurrence | undefined {
  for (const { pattern, rule } of [PART_OF_DAY, ...COMPILED]) {
    const found = text.find(pattern);
    const spoken = found && rule(found.groups ?? {});
    if (!found || spoken === undefined || !isSound(spoken)) continue;
    text.take('recurrence', found.index, found.index + found[0].length);
    const time = PARTS_OF_DAY[found.groups?.['part']?.toLowerCase() ?? ''];
    const anchor = found.groups?.['done'] === undefined ? 'due' : 'completion';
    return { rule: spoken, anchor, ...(time !== undefined && { time }) };
  }
  return undefined;
}

/** "5 times", which only says something of what comes back. */
export function takeCount(text: QuickText): number | undefined {
  const found = text.find(TIMES);
  const count = numberOf(found?.[1]);
  if (!found || count < 2) return undefined;
  text.take('recurrence', found.index, found.index + found[0].length);
  return count;
}

/** Whether a rule that was put together from words can be followed. */
function isSound(rule: string): boolean {
  try {
    parseRule(rule);
    return true;
  } catch (error) {
    if (error instanceof InvalidRule) return false;
    throw error;
  }
}

function plain(frequency: string, n: string | undefined): string | undefined {
  const interval = numberOf(n);
  if (interval < 1) return undefined;
  return interval === 1 ? `FREQ=${frequency}` : `FREQ=${frequency};INTERVAL=${interval}`;
}

function withPart(rule: string | undefined, part: string | undefined): string | undefined {
  return rule === undefined || part === undefined ? undefined : `${rule};${part}`;
}

function weekly(n: string | undefined, days: string | undefined): string | undefined {
  const names = [...(days ?? '').matchAll(new RegExp(DAYS, 'giu'))].map(([name]) => weekdayOf(name));
  return withPart(plain('WEEKLY', n), `BYDAY=${[...new Set(names)].join(',')}`);
}

function monthly(n: string | undefined, part: string | undefined): string | undefined {
  return withPart(plain('MONTHLY', n), part);
}

function nthDay(which: string | undefined, day: string | undefined): string | undefined {
  const ordinal = ordinalOf(which ?? '');
  return ordinal === undefined || ordinal > 5 || ordinal === 0 ? undefined : `BYDAY=${ordinal}${weekdayOf(day ?? '')}`;
}

function monthDays(dates: string | undefined): string | undefined {
  const days = [...(dates ?? '').matchAll(new RegExp(`${ORDINAL}|\\d{1,2}`, 'giu'))].map(([date]) => dayOf(date));
  if (days.some((day) => day === undefined)) return undefined;
  return `BYMONTHDAY=${[...new Set(days)].join(',')}`;
}

function yearly(n: string | undefined, date: string | undefined): string | undefined {
  const month = monthOf(new RegExp(MONTHS, 'iu').exec(date ?? '')?.[0] ?? '');
  const day = dayOf(new RegExp(`${ORDINAL}|\\d{1,2}`, 'iu').exec(date ?? '')?.[0] ?? '');
  // The 30th of February never comes; leap years have a 29th.
  if (day === undefined || day < 1 || day > new Date(Date.UTC(2028, month, 0)).getUTCDate()) return undefined;
  return withPart(plain('YEARLY', n), `BYMONTH=${month};BYMONTHDAY=${day}`);
}
