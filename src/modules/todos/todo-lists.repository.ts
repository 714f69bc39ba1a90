import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, empty, limit, pipelined, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { FIRST_POSITION } from './positions.js';
import type { TodoList } from './todo-list.entity.js';

export const LIST_COLUMNS = sql`
  id, name, color, is_inbox as "isInbox", is_archived as "isArchived", position, version,
  created_at as "createdAt", updated_at as "updatedAt"`;

const INBOX_NAME = 'Inbox';

export type TodoListRow = Omit<TodoList, 'ownerId' | 'deletedAt'>;
export type NewTodoList = Pick<TodoList, 'id' | 'ownerId' | 'name' | 'color' | 'position'>;
export type TodoListChanges = Partial<Pick<TodoList, 'name' | 'color' | 'isArchived' | 'position'>>;

@Injectable()
export class TodoListsRepository {
  constructor(private readonly database: Database) {}

  async list(
    ownerId: string,
    count: number,
    after: readonly [position: string, id: string] | undefined,
  ): Promise<TodoListRow[]> {
    const isAfter = after === undefined ? empty : sql`and (position, id) > (${after[0]}, ${after[1]})`;
    return this.database.many<TodoListRow>(pipelined`
      select ${LIST_COLUMNS} from todo_lists where owner_id = ${ownerId} and deleted_at is null ${isAfter}
      order by position, id ${limit(count)}`);
  }

  async findOwned(ownerId: string, id: string): Promise<TodoListRow | undefined> {
    return this.database.maybeOne<TodoListRow>(
      pipelined`select ${LIST_COLUMNS} from todo_lists where id = ${id} and owner_id = ${ownerId} and deleted_at is null`,
    );
  }

  /** For finding one by its name; more than anybody has are not looked at. */
  async listNames(ownerId: string): Promise<Pick<TodoList, 'id' | 'name'>[]> {
    return this.database.many<Pick<TodoList, 'id' | 'name'>>(sql`
      select id, name from todo_lists where owner_id = ${ownerId} and deleted_at is null
      order by position, id limit 1000`);
  }

  /**
   * Makes the member's inbox if there is none. Of parallel calls one does; when any of them returns, there is one.
   *
   * @throws `todos.owner_gone`
   */
  async insertInbox(ownerId: string): Promise<void> {
    await this.database.execute(sql`
      insert into todo_lists (id, owner_id, name, is_inbox, position)
      values (${newId()}, ${ownerId}, ${INBOX_NAME}, true, ${FIRST_POSITION})
      on conflict (owner_id) where is_inbox do nothing`);
  }

  /**
   * Holds one of the member's lists, the inbox unless one is named, until the transaction ends: who wants to change the order
   * in it waits. New todos need not.
   */
  async lock(ownerId: string, id: string | undefined): Promise<Pick<TodoList, 'id'> | undefined> {
    return this.database.maybeOne<Pick<TodoList, 'id'>>(sql`
      select id from todo_lists
      where owner_id = ${ownerId} and deleted_at is null and ${id === undefined ? sql`is_inbox` : sql`id = ${id}`}
      for no key update`);
  }

  /** As {@link lock}, several of them, all unless they are named. @returns the ids of those that there are. */
  async lockAll(ownerId: string, ids?: readonly string[]): Promise<string[]> {
    const rows = await this.database.many<Pick<TodoList, 'id'>>(sql`
      select id from todo_lists
      where owner_id = ${ownerId} and deleted_at is null ${ids ? sql`and id = any(${ids}::uuid[])` : empty}
      order by id for no key update`);
    return rows.map(({ id }) => id);
  }

  /** As {@link lock}, the one that a todo is in. @returns its id. */
  async lockOf(ownerId: string, todoId: string): Promise<string | undefined> {
    const list = await this.database.maybeOne<Pick<TodoList, 'id'>>(sql`
      select id from todo_lists
      where owner_id = ${ownerId} and id = (select list_id from todos where id = ${todoId} and owner_id = ${ownerId})
      for no key update`);
    return list?.id;
  }

  /** Holds all of the member's lists, and thereby off every new todo, until the transaction ends. */
  async holdOff(ownerId: string): Promise<void> {
    await this.database.execute(sql`select from todo_lists where owner_id = ${ownerId} order by id for update`);
  }

  /** @throws `todos.owner_gone` */
  async insert({ id, ownerId, name, color, position }: NewTodoList): Promise<TodoListRow> {
    return this.database.one<TodoListRow>(sql`
      insert into todo_lists (id, owner_id, name, color, position)
      values (${id}, ${ownerId}, ${name}, ${color}, ${position})
      returning ${LIST_COLUMNS}`);
  }

  /** @returns undefined when it is not theirs, at none of the expected versions, or an inbox that was to be archived. */
  async update(
    ownerId: string,
    id: string,
    { name, color, isArchived, position }: TodoListChanges,
    expected: ExpectedVersions,
  ): Promise<TodoListRow | undefined> {
    const columns = assignments({ name, color, is_archived: isArchived, position });
    return this.database.maybeOne<TodoListRow>(sql`
      update todo_lists set version = version + 1, updated_at = now()${columns}
      where id = ${id} and owner_id = ${ownerId} and deleted_at is null and ${atVersion(expected)}
        and not (is_inbox and ${isArchived ?? false})
      returning ${LIST_COLUMNS}`);
  }
}
