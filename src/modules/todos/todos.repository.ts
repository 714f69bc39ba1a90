import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, empty, limit, pipelined, sql, type Sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { TODO_COLUMNS, type TodoRow } from './todo-columns.js';
import type { Today } from './todo-due.js';
import type { RecurrenceColumns } from './todo-recurrence.js';
import { IS_ALIVE, IS_DONE, IS_OPEN, isDueWithin, isOverdue, type TodoSort } from './todo-filters.js';
import type { Todo } from './todo.entity.js';
import type { TodoSummary } from './todo.view.js';

/** Each is served by an index on `(owner_id, key, id)`. */
const ORDERS: Record<TodoSort, { key: Sql; next: Sql; direction: Sql }> = {
  position: { key: sql`position`, next: sql`>`, direction: sql`asc` },
  due: { key: sql`due_at`, next: sql`>`, direction: sql`asc` },
  newest: { key: sql`created_at`, next: sql`<`, direction: sql`desc` },
};

/** The key of a list's order as text, since JavaScript's dates know no infinity. */
export type ListedTodoRow = TodoRow & { orderKey: string };

export type NewTodo = Pick<Todo, 'id' | 'ownerId' | 'title' | 'position'> & TodoChanges;
export type TodoChanges = Partial<
  Pick<
    Todo,
    | 'title'
    | 'notes'
    | 'priority'
    | 'labels'
    | 'listId'
    | 'parentId'
    | 'parentDepth'
    | 'position'
    | 'dueDate'
    | 'dueTime'
    | 'dueTimezone'
    | 'dueAt'
    | 'completedAt'
    | 'reminders'
  > &
    RecurrenceColumns
>;

interface Listing {
  ownerId: string;
  /** Each with an `and` before it. */
  conditions: Sql;
  sort: TodoSort;
  count: number;
  after: readonly [orderKey: string, id: string] | undefined;
}

@Injectable()
export class TodosRepository {
  constructor(private readonly database: Database) {}

  async list({ ownerId, conditions, sort, count, after }: Listing): Promise<ListedTodoRow[]> {
    const { key, next, direction } = ORDERS[sort];
    const isAfter = after === undefined ? empty : sql`and (${key}, id) ${next} (${after[0]}, ${after[1]})`;
    // Without a filter by some value, an index gives the page as it is.
    const select = conditions.values.length === 0 ? pipelined : sql;
    return this.database.many<ListedTodoRow>(select`
      select ${TODO_COLUMNS}, ${key}::text as "orderKey" from todos
      where owner_id = ${ownerId} and ${IS_ALIVE} ${conditions} ${isAfter}
      order by ${key} ${direction}, id ${direction} ${limit(count)}`);
  }

  async findOwned(ownerId: string, id: string): Promise<TodoRow | undefined> {
    return this.database.maybeOne<TodoRow>(
      pipelined`select ${TODO_COLUMNS} from todos where id = ${id} and owner_id = ${ownerId} and ${IS_ALIVE}`,
    );
  }

  /** As {@link findOwned}, and nobody else changes it until the transaction ends. */
  async lockOwned(ownerId: string, id: string): Promise<TodoRow | undefined> {
    return this.database.maybeOne<TodoRow>(
      sql`select ${TODO_COLUMNS} from todos where id = ${id} and owner_id = ${ownerId} and ${IS_ALIVE}
      for no key update`,
    );
  }

  /**
   * Puts it into a list of its owner's, the inbox unless one is named; the list cannot go away meanwhile.
   *
   * @returns undefined when the owner has no such list.
   */
  async insert({ id, ownerId, title, listId, position, ...optional }: NewTodo): Promise<TodoRow | undefined> {
    const { notes = null, priority = 4, labels = [], parentId = null, parentDepth = null } = optional;
    const { dueDate = null, dueTime = null, dueTimezone = null, dueAt = 'infinity' } = optional;
    const { recurrenceRule = null, recurrenceAnchor = null, recurrenceStart = null } = optional;
    const { reminders = [] } = optional;
    const { recurrenceEnd = null, recurrenceSlot = null, recurrenceRecorded = 0 } = optional;
    return this.database.maybeOne<TodoRow>(sql`
      insert into todos (id, owner_id, list_id, parent_id, parent_depth, depth, title, notes, priority, labels,
        due_date, due_time, due_timezone, due_at, recurrence_rule, recurrence_anchor, recurrence_start, recurrence_end,
        recurrence_slot, recurrence_recorded, reminders, position)
      select ${id}, owner_id, id, ${parentId}, ${parentDepth}, ${(parentDepth ?? 0) + 1}, ${title}, ${notes}, ${priority}, ${labels},
        ${dueDate}, ${dueTime}, ${dueTimezone}, ${dueAt}, ${recurrenceRule}, ${recurrenceAnchor}, ${recurrenceStart},
        ${recurrenceEnd}, ${recurrenceSlot}, ${recurrenceRecorded}, ${JSON.stringify(reminders)}::jsonb, ${position}
      from todo_lists
      where owner_id = ${ownerId} and deleted_at is null and ${listId === undefined ? sql`is_inbox` : sql`id = ${listId}`}
      for key share
      returning ${TODO_COLUMNS}`);
  }

  /** @returns undefined when it is not theirs or at none of the expected versions. */
  async update(
    ownerId: string,
    id: string,
    changes: TodoChanges,
    expected: ExpectedVersions,
  ): Promise<TodoRow | undefined> {
    const { title, notes, priority, labels, position, dueDate, dueTime, dueTimezone, dueAt } = changes;
    const { completedAt, listId, parentId, parentDepth } = changes;
    const completion = { completed_at: completedAt, completed_with: completedAt === undefined ? undefined : null };
    const due = { due_date: dueDate, due_time: dueTime, due_timezone: dueTimezone, due_at: dueAt };
    const recurrence = {
      recurrence_rule: changes.recurrenceRule,
      recurrence_anchor: changes.recurrenceAnchor,
      recurrence_start: changes.recurrenceStart,
      recurrence_end: changes.recurrenceEnd,
      recurrence_slot: changes.recurrenceSlot,
      recurrence_recorded: changes.recurrenceRecorded,
    };
    const place = { list_id: listId, parent_id: parentId, parent_depth: parentDepth, position };
    const reminders = changes.reminders && JSON.stringify(changes.reminders);
    const columns = assignments({
      title,
      notes,
      priority,
      labels,
      reminders,
      ...place,
      ...due,
      ...recurrence,
      ...completion,
    });
    return this.database.maybeOne<TodoRow>(sql`
      update todos set version = version + 1, updated_at = now()${columns}
      where id = ${id} and owner_id = ${ownerId} and ${IS_ALIVE} and ${atVersion(expected)}
      returning ${TODO_COLUMNS}`);
  }

  /**
   * Makes it done or open, unless that concerns more than its own row: what is below it (`todo-trees.repository.ts`), or
   * occurrences to record or take back (`todo-occurrences.repository.ts`). What is in a tree is opened by who holds its list.
   *
   * @returns undefined when it does, is so already, is not theirs, or at none of the expected versions.
   */
  async setDone(
    ownerId: string,
    id: string,
    isDone: boolean,
    expected: ExpectedVersions,
  ): Promise<TodoRow | undefined> {
    const isPlain = isDone ? sql`recurrence_rule is null` : sql`recurrence_recorded = 0 and parent_id is null`;
    return this.database.maybeOne<TodoRow>(sql`
      update todos set completed_at = ${isDone ? sql`now()` : sql`null`}, version = version + 1, updated_at = now()
      where id = ${id} and owner_id = ${ownerId} and ${IS_ALIVE} and ${isDone ? IS_OPEN : IS_DONE}
        and ${isPlain} and not exists (select from todos as child where child.parent_id = todos.id)
        and ${atVersion(expected)}
      returning ${TODO_COLUMNS}`);
  }

  /** Looks at what is open; what is done is only counted, in an index. */
  async summarise(ownerId: string, today: Today): Promise<TodoSummary> {
    return this.database.one<TodoSummary & Record<string, number>>(sql`
      with opened as (
        select count(*)::int as open,
          count(*) filter (where ${isOverdue(today)})::int as overdue,
          count(*) filter (where ${isDueWithin(today, 1)})::int as today
        from todos where owner_id = ${ownerId} and ${IS_ALIVE} and ${IS_OPEN})
      select open, (select count(*)::int from todos where owner_id = ${ownerId} and ${IS_ALIVE}) - open as done, overdue, today
      from opened`);
  }
}
