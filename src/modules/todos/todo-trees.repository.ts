import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { type Sql, sql } from '../../platform/database/sql.js';
import type { Todo } from './todo.entity.js';

/** A row's place in its tree. */
export type Node = Pick<Todo, 'id' | 'listId' | 'depth'>;

/**
 * Everything below a todo, as the table `under`. Either none of it is in the trash or all of it: what is put there alone is
 * taken from its parent (docs/adr/0041).
 */
export function under(id: string): Sql {
  return sql`
    with recursive under as (
      select id, depth from todos where parent_id = ${id}
      union all
      select child.id, child.depth from todos as child join under on child.parent_id = under.id)`;
}

/** Asks and changes what is below a todo. Only who holds the todo's list does so (`todo-holding.service.ts`). */
@Injectable()
export class TodoTreesRepository {
  constructor(private readonly database: Database) {}

  async findNode(ownerId: string, id: string): Promise<Node | undefined> {
    return this.database.maybeOne<Node>(sql`
      select id, list_id as "listId", depth from todos
      where id = ${id} and owner_id = ${ownerId} and deleted_at is null`);
  }

  /** How many levels a todo and what is below it are, and whether another one is among them. */
  async measure(id: string, otherId: string): Promise<{ height: number; includesOther: boolean }> {
    return this.database.one<{ height: number; includesOther: boolean }>(sql`
      ${under(id)}
      select coalesce((select max(depth) from under), depth) - depth + 1 as height,
        (id = ${otherId} or exists (select from under where under.id = ${otherId})) as "includesOther"
      from todos where id = ${id}`);
  }

  /** Completes what is open below it, and remembers with whom. */
  async completeUnder(id: string): Promise<void> {
    await this.database.execute(sql`
      ${under(id)}
      update todos set completed_at = now(), completed_with = ${id}, version = version + 1, updated_at = now()
      where id in (select id from under) and completed_at is null`);
  }

  /** Opens what was completed with it, and nothing else. */
  async takeBackUnder(id: string): Promise<void> {
    await this.database.execute(sql`
      ${under(id)}
      update todos set completed_at = null, completed_with = null, version = version + 1, updated_at = now()
      where id in (select id from under) and completed_with = ${id}`);
  }

  /** Opens all that is done below it. @returns which that were. */
  async reopenUnder(id: string): Promise<string[]> {
    const rows = await this.database.many<{ id: string }>(sql`
      ${under(id)}
      update todos set completed_at = null, completed_with = null, version = version + 1, updated_at = now()
      where id in (select id from under) and completed_at is not null
      returning id`);
    return rows.map((row) => row.id);
  }

  /** Completes those of them that are open and still below it, as at a time that is past. */
  async completeAgain(id: string, ids: readonly string[], completedAt: Date): Promise<void> {
    await this.database.execute(sql`
      ${under(id)}
      update todos set completed_at = ${completedAt}, version = version + 1, updated_at = now()
      where id in (select id from under) and id = any(${ids}::uuid[]) and completed_at is null`);
  }
}
