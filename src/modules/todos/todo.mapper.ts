import { versioned } from '../../platform/http/version.js';
import type { TodoListView } from './todo-list.view.js';
import type { TodoListRow } from './todo-lists.repository.js';
import type { OccurrenceView } from './todo-occurrence.view.js';
import type { OccurrenceRow } from './todo-occurrences.repository.js';
import type { DueView, RecurrenceView, TodoView } from './todo.view.js';
import type { TodoRow } from './todos.repository.js';

export function toTodoView(todo: TodoRow): TodoView {
  const { version, id, listId, title, notes, completedAt, priority, labels, position, createdAt, updatedAt } = todo;
  return versioned(version, {
    id,
    listId,
    title,
    notes,
    isDone: completedAt !== null,
    completedAt,
    priority,
    labels,
    due: toDueView(todo),
    recurrence: toRecurrenceView(todo),
    position,
    createdAt,
    updatedAt,
  });
}

export function toOccurrenceView(occurrence: OccurrenceRow): OccurrenceView {
  const { id, outcome, recordedAt } = occurrence;
  return { id, outcome, due: toDueView(occurrence), recordedAt };
}

function toRecurrenceView({ recurrenceRule: rule, recurrenceAnchor: anchor }: TodoRow): RecurrenceView | null {
  return rule === null || anchor === null ? null : { rule, anchor };
}

type DueRow = Pick<TodoRow, 'dueDate' | 'dueTime' | 'dueTimezone'>;

function toDueView(due: DueRow & { dueDate: string }): DueView;
function toDueView(due: DueRow): DueView | null;
function toDueView({ dueDate, dueTime, dueTimezone }: DueRow): DueView | null {
  if (dueDate === null) return null;
  if (dueTime === null || dueTimezone === null) return { date: dueDate };
  return { date: dueDate, time: dueTime, timezone: dueTimezone };
}

export function toTodoListView(list: TodoListRow): TodoListView {
  const { version, id, name, color, isInbox, isArchived, position, createdAt, updatedAt } = list;
  return versioned(version, { id, name, color, isInbox, isArchived, position, createdAt, updatedAt });
}
