import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Database } from '../../platform/database/database.js';
import { assignments, atVersion, empty, limit, sql } from '../../platform/database/sql.js';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { FIRST_POSITION } from './positions.js';
import type { TodoList } from './todo-list.entity.js';

const COLUMNS = sql`
  id, name, color, is_inbox as "isInbox", is_archived as "isArchived", position, version,
  created_at as "createdAt", updated_at as "updatedAt"`;

const INBOX_NAME = 'Inbox';

export type TodoListRow = Omit<TodoList, 'ownerId'>;
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
    return this.database.many<TodoListRow>(sql`
      select ${COLUMNS} from todo_lists where owner_id = ${ownerId} ${isAfter}
      order by position, id ${limit(count)}`);
  }

  async findOwned(ownerId: string, id: string): Promise<TodoListRow | undefined> {
    return this.database.maybeOne<TodoListRow>(
      sql`select ${COLUMNS} from todo_lists where id = ${id} and owner_id = ${ownerId}`,
    );
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
      select id from todo_lists where owner_id = ${ownerId} and ${id === undefined ? sql`is_inbox` : sql`id = ${id}`}
      for no key update`);
  }

  /** Holds all of the member's lists, and thereby off every new todo, until the transaction ends. */
  async lockAll(ownerId: string): Promise<void> {
    await this.database.execute(sql`select from todo_lists where owner_id = ${ownerId} order by id for update`);
  }

  /** @throws `todos.owner_gone` */
  async insert({ id, ownerId, name, color, position }: NewTodoList): Promise<TodoListRow> {
    return this.database.one<TodoListRow>(sql`
      insert into todo_lists (id, owner_id, name, color, position)
      values (${id}, ${ownerId}, ${name}, ${color}, ${position})
      returning ${COLUMNS}`);
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
      where id = ${id} and owner_id = ${ownerId} and ${atVersion(expected)}
        and not (is_inbox and ${isArchived ?? false})
      returning ${COLUMNS}`);
  }

  /** @returns whether it was theirs, at one of the expected versions, and no inbox. */
  async delete(ownerId: string, id: string, expected: ExpectedVersions): Promise<boolean> {
    const count = await this.database.execute(
      sql`delete from todo_lists where id = ${id} and owner_id = ${ownerId} and ${atVersion(expected)} and not is_inbox`,
    );
    return count > 0;
  }
}
