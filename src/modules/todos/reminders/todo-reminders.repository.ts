import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { limit, sql } from '../../../platform/database/sql.js';
import type { Todo } from '../todo.entity.js';
import type { TodoReminder } from './todo-reminder.entity.js';

const TAKEN_AT_ONCE = 100;

export type RemindedTodo = Pick<Todo, 'ownerId' | 'title' | 'dueDate' | 'dueTime' | 'dueTimezone'>;

@Injectable()
export class TodoRemindersRepository {
  constructor(private readonly database: Database) {}

  /** Takes what is to be reminded of by now, each once however many ask, and plans the next time. In a transaction. */
  async take(now: Date): Promise<TodoReminder[]> {
    const taken = await this.database.many<TodoReminder>(sql`
      select todo_id as "todoId", remind_at as "remindAt" from todo_reminders
      where remind_at <= ${now} order by remind_at ${limit(TAKEN_AT_ONCE)} for update skip locked`);
    if (taken.length > 0) await this.goOn(taken, now);
    return taken;
  }

  /** The todo, if it is still to be reminded of at that moment: open, not in the trash, and not moved to another time. */
  async findReminded({ todoId, remindAt }: TodoReminder): Promise<RemindedTodo | undefined> {
    const before = new Date(remindAt.getTime() - 1);
    return this.database.maybeOne<RemindedTodo>(sql`
      select owner_id as "ownerId", title, to_char(due_date, 'YYYY-MM-DD') as "dueDate",
        to_char(due_time, 'HH24:MI') as "dueTime", due_timezone as "dueTimezone"
      from todos where id = ${todoId} and next_todo_reminder(todos, ${before}) = ${remindAt}`);
  }

  private async goOn(taken: TodoReminder[], now: Date): Promise<void> {
    const ids = taken.map(({ todoId }) => todoId);
    await this.database.execute(sql`
      with planned as (select id, next_todo_reminder(todos, ${now}) as remind_at from todos where id = any(${ids}::uuid[])),
      over as (delete from todo_reminders using planned where todo_id = id and planned.remind_at is null)
      update todo_reminders set remind_at = planned.remind_at from planned
      where todo_id = id and planned.remind_at is not null`);
  }
}
