import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { empty, sql } from '../../platform/database/sql.js';
import { Pages } from '../../platform/http/page.js';
import { UsersService } from '../users/index.js';
import type { TodoQuery } from './dto/todo-query.dto.js';
import { type Today, todayIn } from './todo-due.js';
import { isDue, matching } from './todo-filters.js';
import { todoErrors } from './todo.errors.js';
import { toTodoView } from './todo.mapper.js';
import type { TodoPage, TodoSummary, TodoView } from './todo.view.js';
import { type ListedTodoRow, TodosRepository } from './todos.repository.js';

/** Finding todos. Whose they are is the first argument everywhere. */
@Injectable()
export class TodosService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly users: UsersService,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** @throws `http.invalid_cursor` */
  async list(ownerId: string, query: TodoQuery): Promise<TodoPage> {
    const { sort, due } = query;
    const isDueThen = due === undefined ? empty : sql`and ${isDue(due, await this.todayOf(ownerId))}`;
    const conditions = sql`${matching(query)} ${isDueThen}`;
    return this.pages.read({
      name: `todos:${sort}`,
      query,
      read: (count, after) => this.todos.list({ ownerId, conditions, sort, count, after }),
      keyOf: ({ orderKey, id }: ListedTodoRow) => [orderKey, id] as const,
      toItem: toTodoView,
    });
  }

  /** @throws `todos.not_found` */
  async get(ownerId: string, id: string): Promise<TodoView> {
    const todo = await this.todos.findOwned(ownerId, id);
    if (!todo) throw todoErrors.notFound();
    return toTodoView(todo);
  }

  async summarise(ownerId: string): Promise<TodoSummary> {
    return this.todos.summarise(ownerId, await this.todayOf(ownerId));
  }

  private async todayOf(ownerId: string): Promise<Today> {
    return todayIn(await this.users.timezoneOf(ownerId), this.clock.now());
  }
}
