import type { ParsedComponents, ParsedResult } from 'chrono-node';
import { casual } from 'chrono-node/en';
import { addDays, clockIn } from '../../../platform/clock/calendar.js';
import type { QuickText } from './quick-text.js';

/** When something is meant to be; either may be missing. */
export interface SpokenMoment {
  /** `YYYY-MM-DD` */
  date?: string;
  /** `HH:MM` */
  time?: string;
}

export interface Speaker {
  now: Date;
  timezone: string;
}

const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(9999, 0);

/** Words that the library takes for a time, and that mean something else in what people have to do. */
const NO_DATE = [
  // "Do it now", "I may", "the march", "the sun"
  /^(?:now|[a-z]+)$/i,
  // "1/2 cup", "12/24": which of them is the month, nobody knows
  /^\d{1,2}(?:[/.-]\d{1,2}|[/-]\d{1,2}[/-]\d{2,4})$/,
  // "for 2 hours", "3 days": how long it takes
  /^(?:for|within)\b/i,
  /^(?:\d+(?:\.\d+)?|an?|one|two|three|half an?|a few)\s*(?:[smhdwy]|mo|secs?|mins?|hrs?|yrs?|(?:second|minute|hour|day|week|month|quarter|year)s?)$/i,
  // how long it goes on
  /\b(?:until|till|through)\b/i,
  // what is past is no plan
  /\b(?:ago|last|past|previous|yesterday|earlier|before)\b/i,
];
/** Single words that are dates all the same. */
const DATE_WORD =
  /^(?:today|tonight|tomorrow|tmrw?|noon|midnight|\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|tues|wed|thu|thur|thurs|fri|sat)$/i;
const TIME_WORD = /^\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?$/i;

/** What the library guesses of these is not what people mean by them. */
const TIMES_OF_TAGS: [tag: string, time: string][] = [
  ['casualReference/morning', '09:00'],
  ['casualReference/afternoon', '15:00'],
  ['casualReference/evening', '19:00'],
  ['casualReference/tonight', '21:00'],
  ['casualReference/night', '21:00'],
];

/** A word before a date that belongs to it rather than to the title. */
const LEADING = /(?:^|[\s,;])((?:due(?:\s+(?:on|by|at))?|by|on|at|starting|from)\s+)$/i;
const UNTIL = /(?<=^|[\s,;\uFFFC])(?:until|till|through|ending)\s+/i;
const GOES_ON = /(?:until|till|through|ending)\s+$/i;
const LONGEST_LEAD = 40;
const DAY_AFTER = /(?:^|[\s,;])((?:(?:on\s+)?the\s+)?day\s+after\s+)$/i;
const MONTH_DAY = /(?<=^|[\s,;])(?:on\s+)?the\s+(\d{1,2})(?:st|nd|rd|th)(?=$|[\s,;.])/i;

/** The date and the time that a text says, which may be in two places. */
export function takeMoment(text: QuickText, speaker: Speaker): SpokenMoment {
  const moment: SpokenMoment = {};
  for (const found of readDates(text.rest, speaker)) {
    if (GOES_ON.test(found.before)) continue;
    const { date, time } = found;
    const isNew = (date !== undefined && moment.date === undefined) || (date === undefined && time !== undefined);
    if (!isNew || (time !== undefined && moment.time !== undefined)) continue;
    Object.assign(moment, { ...(date !== undefined && { date }), ...(time !== undefined && { time }) });
    text.take('due', found.start - (LEADING.exec(found.before)?.[1]?.length ?? 0), found.end);
  }
  return moment.date === undefined ? { ...takeMonthDay(text, speaker), ...moment } : moment;
}

/** "until 31 December", which only says something of what comes back. */
export function takeUntil(text: QuickText, speaker: Speaker): string | undefined {
  const until = text.find(UNTIL);
  if (!until) return undefined;
  const from = until.index + until[0].length;
  // Read by itself: "7pm until 30 June" would be taken for a span of time.
  const found = readDates(text.restFrom(from), speaker).find(({ start, date }) => start === from && date !== undefined);
  if (!found) return undefined;
  text.take('recurrence', until.index, found.end);
  return found.date;
}

interface FoundDate extends SpokenMoment {
  start: number;
  end: number;
  before: string;
}

/** The library reads the text on a wall, where no clocks are changed: what it says is a date and a time of day. */
function readDates(text: string, speaker: Speaker): FoundDate[] {
  const wall = new Date(`${clockIn(speaker.timezone, speaker.now)}Z`);
  const results = casual.parse(text, { instant: wall, timezone: 0 }, { forwardDate: true });
  return results.filter(isDate).map((result) => {
    const start = result.index;
    const end = start + result.text.length;
    const before = text.slice(Math.max(0, start - LONGEST_LEAD), start);
    const moment = momentOf(result.start, speaker);
    const dayAfter = DAY_AFTER.exec(before)?.[1];
    if (dayAfter === undefined || moment.date === undefined) return { ...moment, start, end, before };
    const first = start - dayAfter.length;
    return { ...moment, date: addDays(moment.date, 1), start: first, end, before: before.slice(0, -dayAfter.length) };
  });
}

function isDate({ text }: ParsedResult): boolean {
  return DATE_WORD.test(text) || TIME_WORD.test(text) || !NO_DATE.some((pattern) => pattern.test(text));
}

function momentOf(components: ParsedComponents, { timezone }: Speaker): SpokenMoment {
  const moment = components.date();
  // "in 100000 years" is a time that no calendar here has.
  if (!(moment.getTime() > EARLIEST && moment.getTime() < LATEST)) return {};
  const tags = components.tags();
  const has = (...names: Parameters<ParsedComponents['isCertain']>[0][]) =>
    names.some((name) => components.isCertain(name));
  const isDated = has('day', 'weekday') || tags.has('result/relativeDate');
  const named = TIMES_OF_TAGS.find(([tag]) => tags.has(tag))?.[1];
  // With an offset that somebody named, it is a moment; without one, the wall's own.
  const clock =
    has('timezoneOffset') && !tags.has('result/relativeDateAndTime') ? clockIn(timezone, moment) : moment.toISOString();
  const isTimed = has('hour') || named !== undefined;
  return {
    ...(isDated && { date: clock.slice(0, 10) }),
    ...(isTimed && { time: named ?? clock.slice(11, 16) }),
  };
}

/** "on the 5th": the next one. */
function takeMonthDay(text: QuickText, { now, timezone }: Speaker): SpokenMoment {
  const found = text.find(MONTH_DAY);
  const day = Number(found?.[1]);
  if (!found || day < 1 || day > 31) return {};
  let date = clockIn(timezone, now).slice(0, 10);
  while (Number(date.slice(8)) !== day) date = addDays(date, 1);
  text.take('due', found.index, found.index + found[0].length);
  return { date };
}
