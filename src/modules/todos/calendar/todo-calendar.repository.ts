import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { sql } from '../../../platform/database/sql.js';
import { TODO_COLUMNS, type TodoRow } from '../todo-columns.js';
import { IS_ALIVE, IS_OPEN } from '../todo-filters.js';
import type { TodoCalendar } from './todo-calendar.entity.js';

/** What was done longer ago is left out. */
const DAYS_SHOWN_DONE = 30;

@Injectable()
export class TodoCalendarRepository {
  constructor(private readonly database: Database) {}

  /** Makes it, or gives it another secret. */
  async put(ownerId: string, secretHash: string): Promise<Pick<TodoCalendar, 'createdAt'>> {
    return this.database.one<Pick<TodoCalendar, 'createdAt'>>(sql`
      insert into todo_calendars (owner_id, secret_hash) values (${ownerId}, ${secretHash})
      on conflict (owner_id) do update set secret_hash = excluded.secret_hash, created_at = now()
      returning created_at as "createdAt"`);
  }

  async delete(ownerId: string): Promise<void> {
    await this.database.execute(sql`delete from todo_calendars where owner_id = ${ownerId}`);
  }

  async findOwner(secretHash: string): Promise<string | undefined> {
    const found = await this.database.maybeOne<Pick<TodoCalendar, 'ownerId'>>(
      sql`select owner_id as "ownerId" from todo_calendars where secret_hash = ${secretHash}`,
    );
    return found?.ownerId;
  }

  /** Of all lists but the inbox, by their ids. */
  async listNames(ownerId: string): Promise<Map<string, string>> {
    const lists = await this.database.many<{ id: string; name: string }>(
      sql`select id, name from todo_lists where owner_id = ${ownerId} and not is_inbox and deleted_at is null`,
    );
    return new Map(lists.map(({ id, name }) => [id, name]));
  }

  /** What is open, soonest due first, and what was done lately; at most 2,000, so that an answer has its bounds. */
  async listShown(ownerId: string): Promise<TodoRow[]> {
    return this.database.many<TodoRow>(sql`
      select ${TODO_COLUMNS} from todos
      where owner_id = ${ownerId} and ${IS_ALIVE}
        and (${IS_OPEN} or completed_at > now() - make_interval(days => ${DAYS_SHOWN_DONE}))
      order by due_at, id limit 2000`);
  }
}
