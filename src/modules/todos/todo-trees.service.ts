import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { Clock } from '../../platform/clock/clock.js';
import type { TodoRow } from './todo-columns.js';
import { TodoHoldingService } from './todo-holding.service.js';
import { TodoTreesRepository } from './todo-trees.repository.js';
import { TodosRepository } from './todos.repository.js';

/** Ticking off todos that have others below them, and opening what is in a tree again. */
@Injectable()
export class TodoTreesService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly trees: TodoTreesRepository,
    private readonly holding: TodoHoldingService,
    private readonly clock: Clock,
  ) {}

  /**
   * Completes it with all that is open below it.
   *
   * @returns undefined when it has come to recur meanwhile.
   * @throws `todos.not_found`, `http.precondition_failed`
   */
  @Transactional()
  async complete(ownerId: string, id: string, expected: ExpectedVersions): Promise<TodoRow | undefined> {
    const todo = await this.holding.hold(ownerId, id, expected);
    if (todo.recurrenceRule !== null) return undefined;
    if (todo.completedAt !== null) return todo;
    await this.trees.completeUnder(todo.id);
    return this.todos.update(ownerId, todo.id, { completedAt: this.clock.now() }, undefined);
  }

  /**
   * Opens it with what was completed along with it, and nothing else.
   *
   * @throws `todos.not_found`, `http.precondition_failed`
   */
  @Transactional()
  async reopen(ownerId: string, id: string, expected: ExpectedVersions): Promise<TodoRow | undefined> {
    const todo = await this.holding.hold(ownerId, id, expected);
    if (todo.completedAt === null) return todo;
    await this.trees.takeBackUnder(todo.id);
    return this.todos.update(ownerId, todo.id, { completedAt: null }, undefined);
  }
}
