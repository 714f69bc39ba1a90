import { clockIn, instantOf } from '../../platform/clock/calendar.js';
import { InvalidRule, parseRule, type RecurrenceRule } from './recurrence-rule.js';
import { RuleSlots, type WallTime } from './rule-slots.js';

/** From where the next occurrence is reckoned: by the rule alone, or anew from each completion. */
export const ANCHORS = ['due', 'completion'] as const;
export type Anchor = (typeof ANCHORS)[number];

/** A rule that began somewhere. */
export interface Series {
  rule: string;
  anchor: Anchor;
  /** The first slot, whether the rule would have chosen it or not; midnight for whole days. */
  start: WallTime;
  /** The last moment at which there may be a slot, if there is one: UNTIL, or where COUNT comes to its end. */
  end: WallTime | null;
}

/** How far a series has come. */
export interface Progress {
  slot: WallTime;
  /** How many occurrences were recorded before this slot. */
  recorded: number;
}

/** How slots become moments. */
export interface Setting {
  /** False for whole days. */
  isTimed: boolean;
  timezone: string;
}

/** More than clocks are ever put forward or back at once. */
const CLOCK_CHANGE_MILLIS = 3 * 60 * 60 * 1000;

/** @throws InvalidRule also for a rule under which nothing follows after its start. */
export function beginSeries(rule: string, anchor: Anchor, start: WallTime, setting: Setting): Series {
  const parsed = parseRule(rule);
  if (!setting.isTimed && (parsed.parts.has('BYHOUR') || parsed.parts.has('BYMINUTE'))) {
    throw new InvalidRule('must not have BYHOUR or BYMINUTE when whole days are meant');
  }
  const slots = RuleSlots.of(parsed, start);
  if (slots.after(start) === undefined)
    throw new InvalidRule('must have an occurrence after the due date, it has none');
  const end = endOf(parsed, anchor, slots, setting);
  if (end !== null && end < start) throw new InvalidRule('must not end before the due date');
  return { rule: parsed.text, anchor, start, end };
}

/**
 * The slot to go on to: later than the present one, and after `now`. It takes no longer when the present one is long past.
 *
 * @returns undefined when the series is over.
 */
export function nextSlot(
  series: Series,
  { slot, recorded }: Progress,
  setting: Setting,
  now: Date,
): WallTime | undefined {
  const rule = parseRule(series.rule);
  if (series.anchor === 'completion' && rule.count !== undefined && recorded + 1 >= rule.count) return undefined;
  const { isTimed, timezone } = setting;
  const today = clockIn(timezone, now).slice(0, 10);
  const isNew = series.anchor === 'completion';
  const start = isNew ? `${today}${series.start.slice(10)}` : series.start;
  const slots = isNew ? RuleSlots.clampedOf(rule, start) : RuleSlots.of(rule, start);
  // Slots that clocks skip, or show twice, are earlier or later on the wall than as moments.
  const passed = isTimed ? clockIn(timezone, new Date(now.getTime() - CLOCK_CHANGE_MILLIS)) : `${today}T00:00`;
  let next = slots.after(latestOf(slot, passed, ...(isNew ? [start] : [])));
  while (next !== undefined && isTimed && momentOf(next, timezone) <= now) next = slots.after(next);
  return next === undefined || (series.end !== null && next > series.end) ? undefined : next;
}

/** What comes after the present slot, when this one is completed now and each of the others at its time. */
export function upcomingSlots(series: Series, from: Progress, setting: Setting, now: Date, count: number): WallTime[] {
  const slots: WallTime[] = [];
  let moment = now;
  while (slots.length < count) {
    const present = { slot: slots.at(-1) ?? from.slot, recorded: from.recorded + slots.length };
    const next = nextSlot(series, present, setting, moment);
    if (next === undefined) break;
    slots.push(next);
    if (series.anchor === 'completion') moment = momentOf(next, setting.timezone);
  }
  return slots;
}

function endOf({ count, until }: RecurrenceRule, anchor: Anchor, slots: RuleSlots, setting: Setting): WallTime | null {
  if (until !== undefined) return untilOf(until, setting);
  // Reckoned anew from each completion, only those that were recorded can be counted.
  if (count === undefined || anchor === 'completion') return null;
  try {
    return slots.last(count) ?? null;
  } catch {
    throw new InvalidRule('must not have so high a COUNT with these parts; say UNTIL instead');
  }
}

/** A date means all of that day; a time in UTC is told on the todo's own clocks. For whole days only the date counts. */
function untilOf(until: string, { isTimed, timezone }: Setting): WallTime {
  const [date, clock = 'T2359'] = [until.slice(0, 8), until.slice(8, 13) || undefined];
  const time = `${date.replace(/(..)(..)$/, '-$1-$2')}${clock.replace(/..$/, ':$&')}`;
  return isTimed && until.endsWith('Z') ? clockIn(timezone, new Date(`${time}Z`)) : time;
}

function momentOf(slot: WallTime, timezone: string): Date {
  return instantOf(slot.slice(0, 10), slot.slice(11), timezone);
}

function latestOf(...times: WallTime[]): WallTime {
  return times.reduce((latest, time) => (time > latest ? time : latest));
}
