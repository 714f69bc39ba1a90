import { Injectable } from '@nestjs/common';
import { type ExpectedVersions, preconditionFailed } from '../../platform/http/if-match.decorator.js';
import { type NamedOccurrence, TodoRecurrenceService } from './todo-recurrence.service.js';
import { todoErrors } from './todo.errors.js';
import { toTodoView } from './todo.mapper.js';
import type { TodoView } from './todo.view.js';
import type { TodoRow } from './todo-columns.js';
import { TodoTreesService } from './todo-trees.service.js';
import { TodosRepository } from './todos.repository.js';

/**
 * Ticking off and opening again. Most todos do not recur and have none below them, and then it is one statement; what has
 * occurrences to record, or a tree to look after, is seen by that statement's finding nothing to change.
 */
@Injectable()
export class TodoCompletionService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly recurrence: TodoRecurrenceService,
    private readonly trees: TodoTreesService,
  ) {}

  /**
   * Makes it done, with all that is below it; repeating it changes nothing. A recurring one moves on instead: see `TodoRecurrenceService.record`.
   *
   * @throws `todos.not_found`, `todos.occurrence_not_current`, `http.precondition_failed`
   */
  async complete(
    ownerId: string,
    id: string,
    occurrence?: NamedOccurrence,
    expected?: ExpectedVersions,
  ): Promise<TodoView> {
    const changed = await this.todos.setDone(ownerId, id, true, expected);
    if (changed) return toTodoView(changed);
    const current = await this.find(ownerId, id, expected);
    const after =
      current.recurrenceRule === null
        ? await this.trees.complete(ownerId, id, expected)
        : await this.recurrence.record(ownerId, current, 'completed', { occurrence, expected });
    // It was done already, unless somebody did the opposite, or changed how it recurs, between the statements.
    const isSettled = after && (after.recurrenceRule !== null || after.completedAt !== null);
    return isSettled ? toTodoView(after) : this.complete(ownerId, id, occurrence, expected);
  }

  /**
   * Opens it, with what was completed along with it; repeating it changes nothing. Of a recurring one the last occurrence is taken back: see
   * `TodoRecurrenceService.takeBack`.
   *
   * @throws `todos.not_found`, `todos.occurrence_not_last`, `http.precondition_failed`
   */
  async reopen(
    ownerId: string,
    id: string,
    occurrence?: NamedOccurrence,
    expected?: ExpectedVersions,
  ): Promise<TodoView> {
    const changed = await this.todos.setDone(ownerId, id, false, expected);
    if (changed) return toTodoView(changed);
    const current = await this.find(ownerId, id, expected);
    const after =
      current.recurrenceRecorded === 0 || current.completedWith !== null
        ? await this.trees.reopen(ownerId, id, expected)
        : await this.recurrence.takeBack(ownerId, current, { occurrence, expected });
    const isSettled = after && (after.recurrenceRecorded > 0 || after.completedAt === null);
    return isSettled ? toTodoView(after) : this.reopen(ownerId, id, occurrence, expected);
  }

  /**
   * Goes on to the next occurrence without having done this one.
   *
   * @throws `todos.not_found`, `todos.not_recurring`, `todos.occurrence_not_current`, `http.precondition_failed`
   */
  async skip(
    ownerId: string,
    id: string,
    occurrence?: NamedOccurrence,
    expected?: ExpectedVersions,
  ): Promise<TodoView> {
    const current = await this.find(ownerId, id, expected);
    const after =
      current.recurrenceRule === null
        ? undefined
        : await this.recurrence.record(ownerId, current, 'skipped', { occurrence, expected });
    if (!after) throw todoErrors.notRecurring();
    return toTodoView(after);
  }

  private async find(ownerId: string, id: string, expected: ExpectedVersions): Promise<TodoRow> {
    const current = await this.todos.findOwned(ownerId, id);
    if (!current) throw todoErrors.notFound();
    if (expected && !expected.includes(current.version)) throw preconditionFailed(toTodoView(current));
    return current;
  }
}
