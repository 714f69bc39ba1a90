import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, empty, limit, sql, type Sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import type { Today } from './todo-due.js';
import type { RecurrenceColumns } from './todo-recurrence.js';
import { IS_DONE, IS_OPEN, isDueWithin, isOverdue, type TodoSort } from './todo-filters.js';
import type { Todo } from './todo.entity.js';
import type { TodoSummary } from './todo.view.js';

const COLUMNS = sql`
  id, list_id as "listId", title, notes, completed_at as "completedAt", priority, labels,
  to_char(due_date, 'YYYY-MM-DD') as "dueDate", to_char(due_time, 'HH24:MI') as "dueTime", due_timezone as "dueTimezone",
  recurrence_rule as "recurrenceRule", recurrence_anchor as "recurrenceAnchor",
  to_char(recurrence_start, 'YYYY-MM-DD"T"HH24:MI') as "recurrenceStart",
  to_char(recurrence_end, 'YYYY-MM-DD"T"HH24:MI') as "recurrenceEnd",
  to_char(recurrence_slot, 'YYYY-MM-DD"T"HH24:MI') as "recurrenceSlot", recurrence_recorded as "recurrenceRecorded",
  position, version, created_at as "createdAt", updated_at as "updatedAt"`;

/** Each is served by an index on `(owner_id, key, id)`. */
const ORDERS: Record<TodoSort, { key: Sql; next: Sql; direction: Sql }> = {
  position: { key: sql`position`, next: sql`>`, direction: sql`asc` },
  due: { key: sql`due_at`, next: sql`>`, direction: sql`asc` },
  newest: { key: sql`created_at`, next: sql`<`, direction: sql`desc` },
};

export type TodoRow = Omit<Todo, 'ownerId' | 'dueAt'>;
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
    | 'position'
    | 'dueDate'
    | 'dueTime'
    | 'dueTimezone'
    | 'dueAt'
    | 'completedAt'
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
    return this.database.many<ListedTodoRow>(sql`
      select ${COLUMNS}, ${key}::text as "orderKey" from todos
      where owner_id = ${ownerId} ${conditions} ${isAfter}
      order by ${key} ${direction}, id ${direction} ${limit(count)}`);
  }

  async findOwned(ownerId: string, id: string): Promise<TodoRow | undefined> {
    return this.database.maybeOne<TodoRow>(
      sql`select ${COLUMNS} from todos where id = ${id} and owner_id = ${ownerId}`,
    );
  }

  /** As {@link findOwned}, and nobody else changes it until the transaction ends. */
  async lockOwned(ownerId: string, id: string): Promise<TodoRow | undefined> {
    return this.database.maybeOne<TodoRow>(
      sql`select ${COLUMNS} from todos where id = ${id} and owner_id = ${ownerId} for no key update`,
    );
  }

  /**
   * Puts it into a list of its owner's, the inbox unless one is named; the list cannot go away meanwhile.
   *
   * @returns undefined when the owner has no such list.
   */
  async insert({ id, ownerId, title, listId, position, ...optional }: NewTodo): Promise<TodoRow | undefined> {
    const { notes = null, priority = 4, labels = [] } = optional;
    const { dueDate = null, dueTime = null, dueTimezone = null, dueAt = 'infinity' } = optional;
    const { recurrenceRule = null, recurrenceAnchor = null, recurrenceStart = null } = optional;
    const { recurrenceEnd = null, recurrenceSlot = null, recurrenceRecorded = 0 } = optional;
    return this.database.maybeOne<TodoRow>(sql`
      insert into todos (id, owner_id, list_id, title, notes, priority, labels,
        due_date, due_time, due_timezone, due_at, recurrence_rule, recurrence_anchor, recurrence_start, recurrence_end,
        recurrence_slot, recurrence_recorded, position)
      select ${id}, owner_id, id, ${title}, ${notes}, ${priority}, ${labels},
        ${dueDate}, ${dueTime}, ${dueTimezone}, ${dueAt}, ${recurrenceRule}, ${recurrenceAnchor}, ${recurrenceStart},
        ${recurrenceEnd}, ${recurrenceSlot}, ${recurrenceRecorded}, ${position}
      from todo_lists where owner_id = ${ownerId} and ${listId === undefined ? sql`is_inbox` : sql`id = ${listId}`}
      for key share
      returning ${COLUMNS}`);
  }

  /** @returns undefined when it is not theirs or at none of the expected versions. */
  async update(
    ownerId: string,
    id: string,
    changes: TodoChanges,
    expected: ExpectedVersions,
  ): Promise<TodoRow | undefined> {
    const { title, notes, priority, labels, listId, position, dueDate, dueTime, dueTimezone, dueAt } = changes;
    const completion = { completed_at: changes.completedAt };
    const due = { due_date: dueDate, due_time: dueTime, due_timezone: dueTimezone, due_at: dueAt };
    const recurrence = {
      recurrence_rule: changes.recurrenceRule,
      recurrence_anchor: changes.recurrenceAnchor,
      recurrence_start: changes.recurrenceStart,
      recurrence_end: changes.recurrenceEnd,
      recurrence_slot: changes.recurrenceSlot,
      recurrence_recorded: changes.recurrenceRecorded,
    };
    const content = { title, notes, priority, labels, list_id: listId, position };
    const columns = assignments({ ...content, ...due, ...recurrence, ...completion });
    return this.database.maybeOne<TodoRow>(sql`
      update todos set version = version + 1, updated_at = now()${columns}
      where id = ${id} and owner_id = ${ownerId} and ${atVersion(expected)}
      returning ${COLUMNS}`);
  }

  /**
   * Makes it done or open, unless it has occurrences to record or take back: `todo-occurrences.repository.ts`.
   *
   * @returns undefined when it has, is so already, is not theirs, or at none of the expected versions.
   */
  async setDone(
    ownerId: string,
    id: string,
    isDone: boolean,
    expected: ExpectedVersions,
  ): Promise<TodoRow | undefined> {
    const isPlain = isDone ? sql`recurrence_rule is null` : sql`recurrence_recorded = 0`;
    return this.database.maybeOne<TodoRow>(sql`
      update todos set completed_at = ${isDone ? sql`now()` : sql`null`}, version = version + 1, updated_at = now()
      where id = ${id} and owner_id = ${ownerId} and ${isDone ? IS_OPEN : IS_DONE}
        and ${isPlain} and ${atVersion(expected)}
      returning ${COLUMNS}`);
  }

  /** @returns whether it was theirs, and at one of the expected versions. */
  async delete(ownerId: string, id: string, expected: ExpectedVersions): Promise<boolean> {
    const count = await this.database.execute(
      sql`delete from todos where id = ${id} and owner_id = ${ownerId} and ${atVersion(expected)}`,
    );
    return count > 0;
  }

  /** In the order of their ids, so that no two who clear at once wait for each other. @returns how many there were. */
  async deleteWhere(ownerId: string, conditions: Sql): Promise<number> {
    return this.database.execute(sql`
      delete from todos where id in (
        select id from todos where owner_id = ${ownerId} ${conditions} order by id for update)`);
  }

  /** Looks at what is open; what is done is only counted, in an index. */
  async summarise(ownerId: string, today: Today): Promise<TodoSummary> {
    return this.database.one<TodoSummary & Record<string, number>>(sql`
      with opened as (
        select count(*)::int as open,
          count(*) filter (where ${isOverdue(today)})::int as overdue,
          count(*) filter (where ${isDueWithin(today, 1)})::int as today
        from todos where owner_id = ${ownerId} and ${IS_OPEN})
      select open, (select count(*)::int from todos where owner_id = ${ownerId}) - open as done, overdue, today
      from opened`);
  }
}
