import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { Pages } from '../../../platform/http/page.js';
import type { TodoLabelsQuery } from '../dto/todo-label.dto.js';
import { TodoListsRepository } from '../todo-lists.repository.js';
import { todoErrors } from '../todo.errors.js';
import type { TodoLabelPage, TodoLabelView } from './todo-label.view.js';
import { type LabelKey, TodoLabelsRepository } from './todo-labels.repository.js';

/** Labels across all todos of a member. Who changes one holds all lists first, those in the trash as well: todos that are made meanwhile wait. */
@Injectable()
export class TodoLabelsService {
  constructor(
    private readonly labels: TodoLabelsRepository,
    private readonly lists: TodoListsRepository,
    private readonly pages: Pages,
  ) {}

  /** @throws `http.invalid_cursor` */
  async list(ownerId: string, { q = '', ...query }: TodoLabelsQuery): Promise<TodoLabelPage> {
    return this.pages.read({
      name: 'todo-labels',
      query,
      read: (count, after: LabelKey | undefined) => this.labels.list(ownerId, q, count, after),
      keyOf: ({ sortedBy, label }): LabelKey => [sortedBy, label],
      toItem: ({ label, openCount, doneCount }) => ({ label, openCount, doneCount }),
    });
  }

  /**
   * A todo that has both has the new one, where the first of them stood.
   *
   * @throws `todos.label_not_found`
   */
  @Transactional()
  async rename(ownerId: string, label: string, name: string): Promise<TodoLabelView> {
    await this.lists.holdOff(ownerId);
    const isFound =
      label === name ? await this.labels.isUsed(ownerId, label) : (await this.labels.rename(ownerId, label, name)) > 0;
    if (!isFound) throw todoErrors.labelNotFound();
    return this.labels.count(ownerId, name);
  }

  /** @throws `todos.label_not_found` */
  @Transactional()
  async delete(ownerId: string, label: string): Promise<void> {
    await this.lists.holdOff(ownerId);
    if ((await this.labels.remove(ownerId, label)) === 0) throw todoErrors.labelNotFound();
  }
}
