import { Injectable } from '@nestjs/common';
import { type ExpectedVersions, preconditionFailed } from '../../platform/http/if-match.decorator.js';
import type { TodoRow } from './todo-columns.js';
import { TodoListsRepository } from './todo-lists.repository.js';
import { todoErrors } from './todo.errors.js';
import { toTodoView } from './todo.mapper.js';
import { TodosRepository } from './todos.repository.js';

/**
 * Holds a todo together with its tree: its list first, then itself, until the transaction ends. Whatever concerns more than
 * one row of a list is done by who holds the list, so that trees are changed one at a time, and no two wait in a circle.
 */
@Injectable()
export class TodoHoldingService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly lists: TodoListsRepository,
  ) {}

  /** @throws `todos.not_found`, `http.precondition_failed` */
  async hold(ownerId: string, id: string, expected: ExpectedVersions): Promise<TodoRow> {
    const listId = await this.lists.lockOf(ownerId, id);
    const todo = await this.todos.lockOwned(ownerId, id);
    if (!todo) throw todoErrors.notFound();
    // Somebody moved it to another list before we held this one.
    if (todo.listId !== listId) return this.hold(ownerId, id, expected);
    if (expected && !expected.includes(todo.version)) throw preconditionFailed(toTodoView(todo));
    return todo;
  }
}
