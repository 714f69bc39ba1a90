import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { empty, limit, type Sql, sql } from '../../platform/database/sql.js';
import { TODO_COLUMNS, type TodoRow } from './todo-columns.js';
import { IS_ALIVE, IS_DONE, IS_OPEN, matching, type TodoFilter } from './todo-filters.js';
import type { Place } from './todo-places.service.js';
import { under } from './todo-trees.repository.js';

/** Everything in the trash is kept for so long; then it counts as gone, whether or not it was deleted yet. */
export const DAYS_IN_TRASH = 30;
export const IS_KEPT = sql`deleted_at > now() - make_interval(days => ${DAYS_IN_TRASH})`;

/** What was put there itself, rather than with the todo above it or with its list. */
const IS_OWN_ENTRY = sql`parent_id is null and not is_deleted_with_list`;
const TOUCHED = sql`version = version + 1, updated_at = now()`;
const PURGED_AT_ONCE = 1000;

export type TrashedTodoRow = TodoRow & { deletedAt: Date; formerParentId: string | null };

/** The trash of todos. Only who holds a todo's list puts it there, or takes it out. */
@Injectable()
export class TodoTrashRepository {
  constructor(private readonly database: Database) {}

  /** Those put there last come first. */
  async list(
    ownerId: string,
    count: number,
    after: readonly [deletedAt: string, id: string] | undefined,
    entries: Sql = sql`and ${IS_OWN_ENTRY}`,
  ): Promise<TrashedTodoRow[]> {
    const isAfter = after === undefined ? empty : sql`and (deleted_at, id) < (${after[0]}, ${after[1]})`;
    return this.database.many<TrashedTodoRow>(sql`
      select ${TODO_COLUMNS}, deleted_at as "deletedAt", former_parent_id as "formerParentId" from todos
      where owner_id = ${ownerId} and ${IS_KEPT} ${entries} ${isAfter}
      order by deleted_at desc, id desc ${limit(count)}`);
  }

  async lockEntry(ownerId: string, id: string): Promise<TrashedTodoRow | undefined> {
    return this.database.maybeOne<TrashedTodoRow>(sql`
      select ${TODO_COLUMNS}, deleted_at as "deletedAt", former_parent_id as "formerParentId" from todos
      where id = ${id} and owner_id = ${ownerId} and ${IS_KEPT} and ${IS_OWN_ENTRY}
      for no key update`);
  }

  /** With all that is below it. */
  async put(id: string): Promise<void> {
    await this.database.execute(sql`
      ${under(id)}
      update todos set deleted_at = now(), ${TOUCHED}, ${takenFromParent(sql`id = ${id}`)}
      where id = ${id} or id in (select id from under)`);
  }

  /** Puts what is done there, in one list or everywhere; what still has something open below it stays. @returns how many. */
  async putDone(ownerId: string, list: TodoFilter['list']): Promise<number> {
    const isTop = sql`parent_id is null or not exists (
      select from todos as above
      where above.id = todos.parent_id and above.completed_at is not null and above.id not in (select id from kept))`;
    return this.database.execute(sql`
      with recursive kept as (
        select parent_id as id from todos
        where owner_id = ${ownerId} and ${IS_ALIVE} and ${IS_OPEN} and parent_id is not null ${matching({ list })}
        union
        select todos.parent_id from todos join kept on todos.id = kept.id where todos.parent_id is not null)
      update todos set deleted_at = now(), ${TOUCHED}, ${takenFromParent(isTop)}
      where owner_id = ${ownerId} and ${IS_ALIVE} and ${IS_DONE} ${matching({ list })} and id not in (select id from kept)`);
  }

  /** Takes it out, with all that is below it. */
  async restore(id: string, { listId, parentId, parentDepth, position }: Place): Promise<void> {
    const root = (value: unknown, column: Sql) => sql`case when id = ${id} then ${value} else ${column} end`;
    await this.database.execute(sql`
      ${under(id)}
      update todos set deleted_at = null, former_parent_id = null, ${TOUCHED},
        list_id = ${root(sql`${listId}::uuid`, sql`list_id`)},
        parent_id = ${root(sql`${parentId}::uuid`, sql`parent_id`)},
        parent_depth = ${root(sql`${parentDepth}::smallint`, sql`parent_depth`)},
        position = ${root(sql`${position}::text`, sql`position`)}
      where id = ${id} or id in (select id from under)`);
  }

  /** For good, one that was put there itself or all of them, with what is below. @returns how many, without what is below. */
  async purge(ownerId: string, id: string | undefined): Promise<number> {
    return this.database.execute(sql`
      delete from todos
      where owner_id = ${ownerId} and ${IS_KEPT} and ${IS_OWN_ENTRY} ${id === undefined ? empty : sql`and id = ${id}`}`);
  }

  /** A part of what was there for too long, whoever's it is. @returns how many. */
  async purgeExpired(): Promise<number> {
    return this.database.execute(sql`
      delete from todos where id in (
        select id from todos where deleted_at is not null and not (${IS_KEPT}) and ${IS_OWN_ENTRY}
        ${limit(PURGED_AT_ONCE)} for update skip locked)`);
  }
}

/** What is put into the trash itself leaves its parent, which may be moved or deleted meanwhile, and remembers it. */
function takenFromParent(isTop: Sql): Sql {
  const unlessTop = (column: Sql) => sql`${column} = case when ${isTop} then null else ${column} end`;
  return sql`
    former_parent_id = case when ${isTop} then parent_id end,
    ${unlessTop(sql`parent_id`)}, ${unlessTop(sql`parent_depth`)}`;
}
