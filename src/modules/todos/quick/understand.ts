import { addDays, clockIn } from '../../../platform/clock/calendar.js';
import { tidy } from '../../../platform/http/text.js';
import { InvalidRule, parseRule } from '../recurrence-rule.js';
import { beginSeries } from '../recurrence.js';
import type { Anchor } from '../recurrence.js';
import { RuleSlots } from '../rule-slots.js';
import { type SpokenMoment, type Speaker, takeMoment, takeUntil } from './quick-dates.js';
import { type NamedList, takeLabels, takeList, takePriority } from './quick-markers.js';
import { takeCount, takeRecurrence } from './quick-recurrence.js';
import { QuickText, type Span } from './quick-text.js';

/** What a text says of something to do, and with which of its parts. */
export interface Understanding {
  title: string;
  listId?: string;
  priority?: number;
  labels: string[];
  due?: { date: string; time?: string; timezone?: string };
  recurrence?: { rule: string; anchor: Anchor };
  spans: Span[];
}

/**
 * Understands a line of English. It depends on nothing but its arguments. What is not understood, in quotes, or behind a
 * backslash is the title; a text that would leave no title is one as a whole.
 */
export function understand(line: string, speaker: Speaker, lists: readonly NamedList[]): Understanding {
  return read(line, speaker, lists, true) ?? read(line, speaker, lists, false) ?? asTitle(line);
}

/** @returns undefined when what it would make cannot be. */
function read(
  line: string,
  speaker: Speaker,
  lists: readonly NamedList[],
  mayRecur: boolean,
): Understanding | undefined {
  const text = new QuickText(line);
  const priority = takePriority(text);
  const labels = takeLabels(text);
  const listId = takeList(text, lists);
  const schedule = takeSchedule(text, speaker, mayRecur);
  const title = text.title();
  if (title === '' || !isSound(schedule, speaker)) return undefined;
  return {
    title,
    labels,
    ...(listId !== undefined && { listId }),
    ...(priority !== undefined && { priority }),
    ...schedule,
    spans: text.inOrder(),
  };
}

function asTitle(line: string): Understanding {
  return { title: tidy(line.replaceAll(/\s+/g, ' ')), labels: [], spans: [] };
}

type Schedule = Pick<Understanding, 'due' | 'recurrence'>;

/** Whether something follows on the due date; "until" may be before it. */
function isSound({ due, recurrence }: Schedule, { timezone }: Speaker): boolean {
  if (!due || !recurrence) return true;
  try {
    const setting = { isTimed: due.time !== undefined, timezone };
    beginSeries(recurrence.rule, recurrence.anchor, `${due.date}T${due.time ?? '00:00'}`, setting);
    return true;
  } catch (error) {
    if (error instanceof InvalidRule) return false;
    throw error;
  }
}

function takeSchedule(text: QuickText, speaker: Speaker, mayRecur: boolean): Schedule {
  const spoken = mayRecur ? takeRecurrence(text) : undefined;
  const count = spoken && takeCount(text);
  const until = spoken && count === undefined ? takeUntil(text, speaker) : undefined;
  const said = takeMoment(text, speaker);
  const moment = { ...(spoken?.time !== undefined && { time: spoken.time }), ...said };
  if (!spoken) return moment.date === undefined && moment.time === undefined ? {} : { due: dueOf(moment, speaker) };

  const end = count === undefined ? until && `;UNTIL=${until.replaceAll('-', '')}` : `;COUNT=${count}`;
  const rule = `${spoken.rule}${end ?? ''}`;
  const due = moment.date === undefined ? firstOf(spoken.rule, moment.time, speaker) : dueOf(moment, speaker);
  return { due, recurrence: { rule, anchor: spoken.anchor } };
}

/** A time alone is the next time that it is so late. */
function dueOf({ date, time }: SpokenMoment, { now, timezone }: Speaker): NonNullable<Understanding['due']> {
  const wall = clockIn(timezone, now);
  const today = wall.slice(0, 10);
  const isPast = time !== undefined && time <= wall.slice(11);
  const day = date ?? (isPast ? addDays(today, 1) : today);
  return time === undefined ? { date: day } : { date: day, time, timezone };
}

/** The first day that the rule names, today if it may be; an interval is counted from there on. */
function firstOf(rule: string, time: string | undefined, speaker: Speaker): NonNullable<Understanding['due']> {
  const wall = clockIn(speaker.timezone, speaker.now);
  const start = `${wall.slice(0, 10)}T${time ?? '00:00'}`;
  const before = time === undefined ? `${addDays(wall.slice(0, 10), -1)}T23:59` : wall;
  const eachTime = rule.replace(/;INTERVAL=\d+/, '');
  const first = RuleSlots.of(parseRule(eachTime), start).after(before) ?? start;
  return dueOf({ date: first.slice(0, 10), ...(time !== undefined && { time }) }, speaker);
}
