import { empty, join, type Sql, sql } from '../../platform/database/sql.js';
import { parseSearch } from '../../platform/search/search-query.js';
import { isFound } from './todo-search.conditions.js';
import { daysFrom, type Today } from './todo-due.js';

export const TODO_SORTS = ['position', 'due', 'newest'] as const;
export type TodoSort = (typeof TODO_SORTS)[number];

/** When a todo is due: before now, today, within seven days, or never. */
export const DUE_FILTERS = ['overdue', 'today', 'week', 'none'] as const;
export type DueFilter = (typeof DUE_FILTERS)[number];

/** Which todos are asked for; absent means any. */
export interface TodoFilter {
  list?: string;
  /** Right under this one; `none`: at the top. */
  parent?: string;
  done?: boolean;
  /** Done at this moment or later. */
  doneSince?: Date;
  label?: string;
  priority?: number;
  /** As it was typed into a search box. */
  q?: string;
}

/** Conditions on `todos`, each with an `and` before it. */
export function matching({ list, parent, done, doneSince, label, priority, q }: TodoFilter): Sql {
  const conditions = [
    list !== undefined && sql`list_id = ${list}`,
    parent !== undefined && (parent === 'none' ? sql`parent_id is null` : sql`parent_id = ${parent}`),
    done !== undefined && (done ? IS_DONE : IS_OPEN),
    doneSince !== undefined && sql`completed_at >= ${doneSince}`,
    label !== undefined && sql`labels @> array[${label}]::text[]`,
    priority !== undefined && sql`priority = ${priority}`,
    q !== undefined && isFound(parseSearch(q)),
  ].filter((condition) => condition !== false);
  return conditions.length === 0 ? empty : join(conditions, ' and ', ' and ');
}

/** Not in the trash. */
export const IS_ALIVE = sql`deleted_at is null`;
export const IS_OPEN = sql`completed_at is null`;
export const IS_DONE = sql`completed_at is not null`;

export function isDue(due: DueFilter, today: Today): Sql {
  switch (due) {
    case 'overdue':
      return isOverdue(today);
    case 'today':
      return isDueWithin(today, 1);
    case 'week':
      return isDueWithin(today, 7);
    case 'none':
      return sql`due_at = 'infinity'`;
  }
}

/** Open, and its time, or its whole day, is past. */
export function isOverdue({ now, date }: Today): Sql {
  const latest = new Date(now.getTime() + FARTHEST_MILLIS);
  return sql`(${IS_OPEN} and due_at < ${latest} and (due_at < ${now} and due_time is not null or due_date < ${date} and due_time is null))`;
}

/** On one of so many days from today on; a time in another zone counts where it falls for the member. */
export function isDueWithin(today: Today, days: number): Sql {
  const { first, last, start, end } = daysFrom(today, days);
  const [earliest, latest] = [new Date(start.getTime() - FARTHEST_MILLIS), new Date(end.getTime() + FARTHEST_MILLIS)];
  return sql`(due_at between ${earliest} and ${latest}
    and (due_date between ${first} and ${last} and due_time is null
      or due_at >= ${start} and due_at < ${end} and due_time is not null))`;
}

/**
 * How far apart a day begins in two time zones. A whole day was put in order by the zone that its owner lived in then, so that
 * the index can only say what is due around these days.
 */
const FARTHEST_MILLIS = 26 * 60 * 60 * 1000;
