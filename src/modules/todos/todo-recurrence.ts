import { httpErrors } from '../../platform/errors/http.errors.js';
import { InvalidRule, parseRule } from './recurrence-rule.js';
import { type Anchor, beginSeries, type Progress, type Series, type Setting } from './recurrence.js';
import type { DueColumns } from './todo-due.js';
import type { Todo } from './todo.entity.js';

export type RecurrenceColumns = Pick<
  Todo,
  'recurrenceRule' | 'recurrenceAnchor' | 'recurrenceStart' | 'recurrenceEnd' | 'recurrenceSlot' | 'recurrenceRecorded'
>;

export const NO_RECURRENCE: RecurrenceColumns = {
  recurrenceRule: null,
  recurrenceAnchor: null,
  recurrenceStart: null,
  recurrenceEnd: null,
  recurrenceSlot: null,
  recurrenceRecorded: 0,
};

type Dated = Pick<DueColumns, 'dueDate' | 'dueTime' | 'dueTimezone'>;

/** How clients say it; the anchor is `due` unless they do. */
export interface Recurrence {
  rule: string;
  anchor?: Anchor;
}

/**
 * A rule that begins with a due date.
 *
 * @throws `http.validation_failed` without a due date, or when nothing follows on it.
 */
export function beginRecurrence({ rule, anchor = 'due' }: Recurrence, due: Dated, timezone: string): RecurrenceColumns {
  if (due.dueDate === null) throw needsDue();
  const start = `${due.dueDate}T${due.dueTime ?? '00:00'}`;
  return {
    ...toColumns(begin(rule, anchor, start, settingOf(due, timezone))),
    recurrenceSlot: start,
    recurrenceRecorded: 0,
  };
}

/**
 * What another due date makes of a recurrence that goes on. The date is this occurrence's alone; the time of day, and whether
 * there is one, are for all that follow, unless the rule names the times itself.
 *
 * @throws `http.validation_failed` when the rule does not go with it.
 */
export function carryOn(todo: Dated & RecurrenceColumns, due: Dated, timezone: string): Partial<RecurrenceColumns> {
  if (due.dueTime === todo.dueTime) return {};
  const { series, progress } = recurrenceOf(todo);
  const { parts } = parseRule(series.rule);
  const namesTimes = parts.has('BYHOUR') || parts.has('BYMINUTE');
  if (namesTimes && due.dueTime !== null) return {};
  const at = (slot: string) => `${slot.slice(0, 10)}T${due.dueTime ?? '00:00'}`;
  const retimed = begin(series.rule, series.anchor, at(series.start), settingOf(due, timezone));
  return { ...toColumns(retimed), recurrenceSlot: at(progress.slot) };
}

/** Of a todo that is known to recur. */
export function recurrenceOf(todo: RecurrenceColumns): { series: Series; progress: Progress } {
  const { recurrenceRule: rule, recurrenceAnchor: anchor, recurrenceStart: start, recurrenceSlot: slot } = todo;
  if (rule === null || anchor === null || start === null || slot === null) throw new Error('This todo does not recur.');
  return {
    series: { rule, anchor, start, end: todo.recurrenceEnd },
    progress: { slot, recorded: todo.recurrenceRecorded },
  };
}

/** Whole days are the member's own. */
export function settingOf({ dueTime, dueTimezone }: Dated, membersTimezone: string): Setting {
  return { isTimed: dueTime !== null, timezone: dueTimezone ?? membersTimezone };
}

/** 422: only what is due at some time can come back. */
export function needsDue() {
  const detail = 'needs a due date: it is the first occurrence';
  return httpErrors.validationFailed({ errors: [{ pointer: '/recurrence', code: 'field.needs_due', detail }] });
}

export function needsRule() {
  return invalidRule('is needed, there is none yet');
}

function begin(...series: Parameters<typeof beginSeries>): Series {
  try {
    return beginSeries(...series);
  } catch (error) {
    if (error instanceof InvalidRule) throw invalidRule(error.message);
    throw error;
  }
}

function invalidRule(detail: string) {
  const errors = [{ pointer: '/recurrence/rule', code: 'field.is_recurrence_rule', detail }];
  return httpErrors.validationFailed({ errors });
}

function toColumns({ rule, anchor, start, end }: Series) {
  return { recurrenceRule: rule, recurrenceAnchor: anchor, recurrenceStart: start, recurrenceEnd: end };
}
