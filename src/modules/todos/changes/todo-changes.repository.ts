import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { limit, sql } from '../../../platform/database/sql.js';
import { TODO_COLUMNS, type TodoRow } from '../todo-columns.js';
import { IS_ALIVE } from '../todo-filters.js';
import { LIST_COLUMNS, type TodoListRow } from '../todo-lists.repository.js';
import type { TodoChange } from './todo-change.entity.js';
import type { TodoSync } from './todo-sync.entity.js';

/** Deletions are remembered for so long at least. */
const DAYS_REMEMBERED = 90;

const FORGOTTEN_AT_ONCE = 1000;

export interface ChangesFrom {
  number: string;
  itemId: string;
  /** Deletions up to this number are left out: the client began after them. */
  horizon: string;
}

type SyncRow = Pick<TodoSync, 'last' | 'forgotten'>;
export type ChangeRow = Pick<TodoChange, 'itemId' | 'isList' | 'number'>;

@Injectable()
export class TodoChangesRepository {
  constructor(private readonly database: Database) {}

  /** How far they are; undefined for a member who never had a list. */
  async find(ownerId: string): Promise<SyncRow | undefined> {
    return this.database.maybeOne<SyncRow>(sql`select last, forgotten from todo_sync where owner_id = ${ownerId}`);
  }

  /** What comes next, together with how far they are at the same moment. */
  async list(
    ownerId: string,
    { number, itemId, horizon }: ChangesFrom,
    count: number,
  ): Promise<{ sync: SyncRow | undefined; changes: ChangeRow[] }> {
    const rows = await this.database.many<SyncRow & { [Key in keyof ChangeRow]: ChangeRow[Key] | null }>(sql`
      select last, forgotten, "itemId", "isList", number
      from todo_sync left join lateral (
        select item_id as "itemId", is_list as "isList", number from todo_changes
        where owner_id = todo_sync.owner_id and (number, item_id) > (${number}::bigint, ${itemId}::uuid)
          and (deleted_at is null or number > ${horizon}::bigint)
        order by number, item_id ${limit(count)}) as change on true
      where owner_id = ${ownerId}
      order by number, "itemId"`);
    return { sync: rows[0], changes: rows.filter((row) => row.itemId !== null) as ChangeRow[] };
  }

  async findTodos(ownerId: string, ids: string[]): Promise<TodoRow[]> {
    return this.database.many<TodoRow>(
      sql`select ${TODO_COLUMNS} from todos where id = any(${ids}::uuid[]) and owner_id = ${ownerId} and ${IS_ALIVE}`,
    );
  }

  async findLists(ownerId: string, ids: string[]): Promise<TodoListRow[]> {
    return this.database.many<TodoListRow>(
      sql`select ${LIST_COLUMNS} from todo_lists where id = any(${ids}::uuid[]) and owner_id = ${ownerId} and ${IS_ALIVE}`,
    );
  }

  /** Somebody whose deletions were remembered long enough, if there is anybody. */
  async findOwnerToForget(): Promise<string | undefined> {
    const owner = await this.database.maybeOne<{ ownerId: string }>(sql`
      select owner_id as "ownerId" from todo_changes
      where deleted_at < now() - make_interval(days => ${DAYS_REMEMBERED}) limit 1`);
    return owner?.ownerId;
  }

  /** In one transaction, and in the order in which the triggers lock. @returns how many. */
  async forget(ownerId: string): Promise<number> {
    await this.database.execute(sql`select from todo_sync where owner_id = ${ownerId} for no key update`);
    const [forgotten] = await this.database.many<{ count: number }>(sql`
      with forgotten as (
        delete from todo_changes where item_id in (
          select item_id from todo_changes
          where owner_id = ${ownerId} and deleted_at < now() - make_interval(days => ${DAYS_REMEMBERED})
          ${limit(FORGOTTEN_AT_ONCE)})
        returning number),
      noted as (
        update todo_sync set forgotten = greatest(forgotten, (select max(number) from forgotten))
        where owner_id = ${ownerId})
      select count(*)::int as count from forgotten`);
    return forgotten?.count ?? 0;
  }
}
