import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { empty, limit, sql } from '../../platform/database/sql.js';
import { LIST_COLUMNS, type TodoListRow } from './todo-lists.repository.js';
import { IS_KEPT } from './todo-trash.repository.js';

export type TrashedTodoListRow = TodoListRow & { deletedAt: Date; todoCount: number };

const TRASHED_COLUMNS = sql`
  ${LIST_COLUMNS}, deleted_at as "deletedAt",
  (select count(*)::int from todos where list_id = todo_lists.id and is_deleted_with_list) as "todoCount"`;

/** The trash of lists. Who puts one there, or takes it out, holds it and keeps new todos off it. */
@Injectable()
export class TodoListTrashRepository {
  constructor(private readonly database: Database) {}

  /** Those put there last come first. */
  async list(
    ownerId: string,
    count: number,
    after: readonly [deletedAt: string, id: string] | undefined,
  ): Promise<TrashedTodoListRow[]> {
    const isAfter = after === undefined ? empty : sql`and (deleted_at, id) < (${after[0]}, ${after[1]})`;
    return this.database.many<TrashedTodoListRow>(sql`
      select ${TRASHED_COLUMNS} from todo_lists where owner_id = ${ownerId} and ${IS_KEPT} ${isAfter}
      order by deleted_at desc, id desc ${limit(count)}`);
  }

  async lockAlive(ownerId: string, id: string): Promise<TodoListRow | undefined> {
    return this.database.maybeOne<TodoListRow>(sql`
      select ${LIST_COLUMNS} from todo_lists where id = ${id} and owner_id = ${ownerId} and deleted_at is null for update`);
  }

  async lockTrashed(ownerId: string, id: string): Promise<TodoListRow | undefined> {
    return this.database.maybeOne<TodoListRow>(sql`
      select ${LIST_COLUMNS} from todo_lists where id = ${id} and owner_id = ${ownerId} and ${IS_KEPT} for update`);
  }

  /** With all todos that are in it. */
  async put(id: string): Promise<void> {
    await this.database.execute(sql`
      update todos set deleted_at = now(), is_deleted_with_list = true, version = version + 1, updated_at = now()
      where list_id = ${id} and deleted_at is null`);
    await this.database.execute(sql`
      update todo_lists set deleted_at = now(), version = version + 1, updated_at = now() where id = ${id}`);
  }

  /** With all todos that went there with it. */
  async restore(id: string): Promise<TodoListRow> {
    await this.database.execute(sql`
      update todos set deleted_at = null, is_deleted_with_list = false, version = version + 1, updated_at = now()
      where list_id = ${id} and is_deleted_with_list`);
    return this.database.one<TodoListRow>(sql`
      update todo_lists set deleted_at = null, version = version + 1, updated_at = now() where id = ${id}
      returning ${LIST_COLUMNS}`);
  }

  /** For good, one or all, with all todos that are in them. @returns how many. */
  async purge(ownerId: string, id: string | undefined): Promise<number> {
    return this.database.execute(sql`
      delete from todo_lists
      where owner_id = ${ownerId} and ${IS_KEPT} ${id === undefined ? empty : sql`and id = ${id}`}`);
  }

  /** What was there for too long, whoever's it is. @returns how many. */
  async purgeExpired(): Promise<number> {
    return this.database.execute(sql`
      delete from todo_lists where id in (
        select id from todo_lists where deleted_at is not null and not (${IS_KEPT}) limit 100 for update skip locked)`);
  }
}
