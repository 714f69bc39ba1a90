import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { type Page, Pages } from '../../platform/http/page.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import { UsersService } from '../users/index.js';
import { upcomingSlots } from './recurrence.js';
import type { OccurrenceView, UpcomingOccurrences } from './todo-occurrence.view.js';
import { type OccurrenceRow, TodoOccurrencesRepository } from './todo-occurrences.repository.js';
import { recurrenceOf, settingOf } from './todo-recurrence.js';
import { todoErrors } from './todo.errors.js';
import { toOccurrenceView } from './todo.mapper.js';
import type { TodoRow } from './todo-columns.js';
import { TodosRepository } from './todos.repository.js';

/** What became of the occurrences of a recurring todo, and which are to come. */
@Injectable()
export class TodoOccurrencesService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly occurrences: TodoOccurrencesRepository,
    private readonly users: UsersService,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /**
   * The newest first. They stay when the todo is given another rule, or none.
   *
   * @throws `todos.not_found`, `http.invalid_cursor`
   */
  async list(ownerId: string, todoId: string, query: PageQuery): Promise<Page<OccurrenceView>> {
    const page = await this.pages.read({
      name: `todos:occurrences:${todoId}`,
      query,
      read: (count, after) => this.occurrences.listOwned(ownerId, todoId, count, after),
      keyOf: ({ recordedAt, id }: OccurrenceRow) => [recordedAt.toISOString(), id] as const,
      toItem: toOccurrenceView,
    });
    if (page.items.length === 0) await this.findTodo(ownerId, todoId);
    return page;
  }

  /** @throws `todos.not_found` */
  async preview(ownerId: string, todoId: string, count: number): Promise<UpcomingOccurrences> {
    const todo = await this.findTodo(ownerId, todoId);
    if (todo.recurrenceRule === null || todo.completedAt !== null) return { items: [] };
    const { series, progress } = recurrenceOf(todo);
    const setting = settingOf(todo, await this.users.timezoneOf(ownerId));
    const slots = upcomingSlots(series, progress, setting, this.clock.now(), count);
    const time = (slot: string) => (setting.isTimed ? { time: slot.slice(11), timezone: setting.timezone } : {});
    return { items: slots.map((slot) => ({ date: slot.slice(0, 10), ...time(slot) })) };
  }

  private async findTodo(ownerId: string, todoId: string): Promise<TodoRow> {
    const todo = await this.todos.findOwned(ownerId, todoId);
    if (!todo) throw todoErrors.notFound();
    return todo;
  }
}
