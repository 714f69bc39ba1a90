import { sql } from '../../platform/database/sql.js';
import type { Todo } from './todo.entity.js';

/** A todo as it is read. What is hidden from members is left out. */
export type TodoRow = Omit<
  Todo,
  'ownerId' | 'dueAt' | 'parentDepth' | 'deletedAt' | 'isDeletedWithList' | 'formerParentId'
> & {
  /** Of those right under it. */
  subtaskCounts: { done: number; total: number };
};

/** Of a `todos` that has no other name. Counting is one look into an index for each row that is shown. */
export const TODO_COLUMNS = sql`
  id, list_id as "listId", parent_id as "parentId", depth, title, notes, completed_at as "completedAt",
  completed_with as "completedWith", priority, labels,
  to_char(due_date, 'YYYY-MM-DD') as "dueDate", to_char(due_time, 'HH24:MI') as "dueTime", due_timezone as "dueTimezone",
  recurrence_rule as "recurrenceRule", recurrence_anchor as "recurrenceAnchor",
  to_char(recurrence_start, 'YYYY-MM-DD"T"HH24:MI') as "recurrenceStart",
  to_char(recurrence_end, 'YYYY-MM-DD"T"HH24:MI') as "recurrenceEnd",
  to_char(recurrence_slot, 'YYYY-MM-DD"T"HH24:MI') as "recurrenceSlot", recurrence_recorded as "recurrenceRecorded",
  (select json_build_object('done', count(child.completed_at), 'total', count(*))
    from todos as child where child.parent_id = todos.id and child.deleted_at is null) as "subtaskCounts",
  reminders, position, version, created_at as "createdAt", updated_at as "updatedAt"`;
