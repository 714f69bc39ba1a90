import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import type { TodoList } from '../todo-list.entity.js';
import type { TodoOccurrence } from '../todo-occurrence.entity.js';
import type { Todo } from '../todo.entity.js';

export type ImportedListRow = Omit<TodoList, 'ownerId' | 'version'>;
export type ImportedTodoRow = Omit<
  Todo,
  'ownerId' | 'version' | 'search' | 'completedWith' | 'formerParentId' | 'parentDepth'
>;
export type ImportedOccurrenceRow = Omit<TodoOccurrence, 'reopenedIds'>;

/** Writes many at once, with the past that they had elsewhere. */
@Injectable()
export class TodoImportRepository {
  constructor(private readonly database: Database) {}

  /** Everybody may have an inbox, if there is nothing in it. Nothing comes into it until the running transaction ends. */
  async isEmpty(ownerId: string): Promise<boolean> {
    await this.database.execute(sql`select from todo_lists where owner_id = ${ownerId} order by id for update`);
    const found = await this.database.maybeOne(sql`
      (select from todo_lists where owner_id = ${ownerId} and not is_inbox limit 1)
      union all (select from todos where owner_id = ${ownerId} limit 1)`);
    return found === undefined;
  }

  /** The inbox takes the place of one that is there; of the empty one that {@link isEmpty} holds. */
  async addLists(ownerId: string, lists: readonly ImportedListRow[]): Promise<void> {
    await this.database.execute(sql`delete from todo_lists where owner_id = ${ownerId} and is_inbox`);
    await this.database.execute(sql`
      insert into todo_lists
        (id, owner_id, name, color, is_inbox, is_archived, position, deleted_at, created_at, updated_at)
      select id, ${ownerId}, name, color, "isInbox", "isArchived", position, "deletedAt", "createdAt", "updatedAt"
      from jsonb_to_recordset(${JSON.stringify(lists)}::jsonb) as list (id uuid, name text, color text, "isInbox" boolean,
        "isArchived" boolean, position text, "deletedAt" timestamptz(3), "createdAt" timestamptz(3),
        "updatedAt" timestamptz(3))`);
  }

  /** What is above is among them, or was added before. */
  async addTodos(ownerId: string, todos: readonly ImportedTodoRow[]): Promise<void> {
    await this.database.execute(sql`
      insert into todos (id, owner_id, list_id, parent_id, parent_depth, depth, title, notes, completed_at, priority, labels,
        due_date, due_time, due_timezone, due_at, recurrence_rule, recurrence_anchor, recurrence_start, recurrence_end,
        recurrence_slot, recurrence_recorded, reminders, position, deleted_at, is_deleted_with_list, created_at, updated_at)
      select id, ${ownerId}, "listId", "parentId", case when "parentId" is not null then depth - 1 end, depth, title, notes,
        "completedAt", priority, array(select jsonb_array_elements_text(labels)), "dueDate", "dueTime", "dueTimezone", "dueAt",
        "recurrenceRule", "recurrenceAnchor", "recurrenceStart", "recurrenceEnd", "recurrenceSlot", "recurrenceRecorded",
        reminders, position, "deletedAt", "isDeletedWithList", "createdAt", "updatedAt"
      from jsonb_to_recordset(${JSON.stringify(todos)}::jsonb) as todo (id uuid, "listId" uuid, "parentId" uuid,
        depth smallint, title text, notes text, "completedAt" timestamptz(3), priority smallint, labels jsonb, "dueDate" date,
        "dueTime" time(0), "dueTimezone" text, "dueAt" timestamptz(3), "recurrenceRule" text, "recurrenceAnchor" text,
        "recurrenceStart" timestamp(0), "recurrenceEnd" timestamp(0), "recurrenceSlot" timestamp(0),
        "recurrenceRecorded" integer, reminders jsonb, position text, "deletedAt" timestamptz(3), "isDeletedWithList" boolean,
        "createdAt" timestamptz(3), "updatedAt" timestamptz(3))`);
  }

  async addOccurrences(occurrences: readonly ImportedOccurrenceRow[]): Promise<void> {
    await this.database.execute(sql`
      insert into todo_occurrences (id, todo_id, outcome, due_date, due_time, due_timezone, slot, recorded_at)
      select id, "todoId", outcome, "dueDate", "dueTime", "dueTimezone", slot, "recordedAt"
      from jsonb_to_recordset(${JSON.stringify(occurrences)}::jsonb) as occurrence (id uuid, "todoId" uuid, outcome text,
        "dueDate" date, "dueTime" time(0), "dueTimezone" text, slot timestamp(0), "recordedAt" timestamptz(3))`);
  }
}
