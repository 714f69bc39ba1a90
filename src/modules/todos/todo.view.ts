import type { Anchor } from './recurrence.js';

/** A day, or a moment on it. */
export class DueView {
  /** @example "2026-11-24" */
  date!: string;
  /**
   * Left out when the whole day is meant.
   * @example "14:30"
   */
  time?: string;
  /**
   * IANA time zone that the time is meant in; there whenever there is a time.
   * @example "Europe/London"
   */
  timezone?: string;
}

/** How it comes back. */
export class RecurrenceView {
  /**
   * RFC 5545 §3.3.10, in capitals, without `RRULE:`.
   * @example "FREQ=WEEKLY;BYDAY=MO,TH"
   */
  rule!: string;
  /** `due`: by the rule alone; `completion`: the rule begins anew on the day of each completion. */
  anchor!: Anchor;
}

/** At a moment, or so long before the todo is due: one of the two. */
export class ReminderView {
  /** @example "2026-11-24T08:30:00.000Z" */
  at?: Date;
  /**
   * Minutes before it is due; before 09:00 where its owner is when the whole day is meant.
   * @example 30
   */
  minutesBefore?: number;
}

/** Of the todos right under one. */
export class SubtaskCounts {
  /** @example 1 */
  done!: number;
  /** @example 3 */
  total!: number;
}

/** Something to do. Nobody but its owner ever sees it. */
export class TodoView {
  /** @example "019ad2c1-7b3e-7c55-9c1f-3f2f0f6f5a10" */
  id!: string;
  /** @example "019ad2c1-6f10-7a43-8d59-0b6c4f1f2e77" */
  listId!: string;
  /** The todo that this one is a part of. */
  parentId!: string | null;
  /** @example "Buy flour" */
  title!: string;
  /** @example "The strong one, for bread." */
  notes!: string | null;
  isDone!: boolean;
  completedAt!: Date | null;
  /**
   * 1 is the highest, 4 the lowest.
   * @example 4
   */
  priority!: number;
  /** @example ["errand", "kitchen"] */
  labels!: string[];
  /** Of a recurring todo, the occurrence that is to be done now. */
  due!: DueView | null;
  recurrence!: RecurrenceView | null;
  /** When to send you a mail about it while it is open; of a recurring todo, relative ones for each occurrence. */
  reminders!: ReminderView[];
  /**
   * Opaque; compared byte by byte it gives the order among those with the same list and parent.
   * @example "gW1YjL2kq0Z7"
   */
  position!: string;
  subtaskCounts!: SubtaskCounts;
  createdAt!: Date;
  updatedAt!: Date;
}

export class TodoPage {
  items!: TodoView[];
  nextCursor!: string | null;
}

/** How much there is to do. */
export class TodoSummary {
  /** @example 12 */
  open!: number;
  /** @example 340 */
  done!: number;
  /**
   * Open and past.
   * @example 2
   */
  overdue!: number;
  /**
   * Open and due today, where your time zone is; what was due earlier today is counted among the overdue as well.
   * @example 3
   */
  today!: number;
}

export class ClearedTodos {
  /** @example 17 */
  deletedCount!: number;
}
