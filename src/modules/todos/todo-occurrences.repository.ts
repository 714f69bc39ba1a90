import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { empty, limit, sql } from '../../platform/database/sql.js';
import type { Outcome, TodoOccurrence } from './todo-occurrence.entity.js';

const COLUMNS = sql`
  id, outcome, to_char(due_date, 'YYYY-MM-DD') as "dueDate", to_char(due_time, 'HH24:MI') as "dueTime",
  due_timezone as "dueTimezone", to_char(slot, 'YYYY-MM-DD"T"HH24:MI') as slot, reopened_ids as "reopenedIds",
  recorded_at as "recordedAt"`;

export type OccurrenceRow = Omit<TodoOccurrence, 'todoId'>;
export type OwnedOccurrenceRow = OccurrenceRow & Pick<TodoOccurrence, 'todoId'>;
export type NewOccurrence = Omit<TodoOccurrence, 'recordedAt'>;

/** All but the list are asked for only by who holds the todo's row, so nothing changes between one question and the next. */
@Injectable()
export class TodoOccurrencesRepository {
  constructor(private readonly database: Database) {}

  /** The newest first. */
  async listOwned(
    ownerId: string,
    todoId: string,
    count: number,
    after: readonly [recordedAt: string, id: string] | undefined,
  ): Promise<OccurrenceRow[]> {
    const isAfter = after === undefined ? empty : sql`and (recorded_at, id) < (${after[0]}, ${after[1]})`;
    return this.database.many<OccurrenceRow>(sql`
      select ${COLUMNS} from todo_occurrences
      where todo_id = (select id from todos where id = ${todoId} and owner_id = ${ownerId} and deleted_at is null) ${isAfter}
      order by recorded_at desc, id desc ${limit(count)}`);
  }

  /** Those of all the member's todos, whether in the trash or not. */
  async listAll(
    ownerId: string,
    count: number,
    after: Pick<OwnedOccurrenceRow, 'todoId' | 'id'> | undefined,
  ): Promise<OwnedOccurrenceRow[]> {
    const isAfter = after === undefined ? empty : sql`and (todo_id, id) > (${after.todoId}, ${after.id})`;
    return this.database.many<OwnedOccurrenceRow>(sql`
      select todo_id as "todoId", ${COLUMNS} from todo_occurrences
      where todo_id in (select todos.id from todos where owner_id = ${ownerId}) ${isAfter}
      order by todo_id, id ${limit(count)}`);
  }

  async insert({
    id,
    todoId,
    outcome,
    dueDate,
    dueTime,
    dueTimezone,
    slot,
    reopenedIds,
  }: NewOccurrence): Promise<void> {
    await this.database.execute(sql`
      insert into todo_occurrences (id, todo_id, outcome, due_date, due_time, due_timezone, slot, reopened_ids)
      values (${id}, ${todoId}, ${outcome}, ${dueDate}, ${dueTime}, ${dueTimezone}, ${slot}, ${reopenedIds})`);
  }

  /** The one that was recorded last. */
  async findLast(todoId: string): Promise<OccurrenceRow | undefined> {
    return this.database.maybeOne<OccurrenceRow>(sql`
      select ${COLUMNS} from todo_occurrences where todo_id = ${todoId} order by recorded_at desc, id desc limit 1`);
  }

  /** Whether one that was due then was recorded, with this outcome if one is named. `time` is `HH:MM`; any will do without it. */
  async isRecorded(todoId: string, due: { date: string; time?: string }, outcome?: Outcome): Promise<boolean> {
    const found = await this.database.maybeOne(sql`
      select from todo_occurrences
      where todo_id = ${todoId} and due_date = ${due.date}
        ${due.time === undefined ? empty : sql`and due_time = ${due.time}`}
        ${outcome === undefined ? empty : sql`and outcome = ${outcome}`} limit 1`);
    return found !== undefined;
  }

  async delete(id: string): Promise<void> {
    await this.database.execute(sql`delete from todo_occurrences where id = ${id}`);
  }
}
