import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import type { ExpectedVersions } from '../../platform/http/if-match.decorator.js';
import { despiteDeadlocks } from '../../platform/database/despite-deadlocks.js';
import { Pages } from '../../platform/http/page.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import { OrderService } from './order.service.js';
import { Positions } from './positions.js';
import { TodoHoldingService } from './todo-holding.service.js';
import { TodoListsRepository } from './todo-lists.repository.js';
import { MAX_DEPTH, type Place } from './todo-places.service.js';
import { type TrashedTodoRow, TodoTrashRepository } from './todo-trash.repository.js';
import type { TrashedTodoPage } from './todo-trash.view.js';
import { TodoTreesRepository } from './todo-trees.repository.js';
import { todoErrors } from './todo.errors.js';
import { toTodoView, toTrashedTodoView } from './todo.mapper.js';
import type { ClearedTodos, TodoView } from './todo.view.js';
import { TodosRepository } from './todos.repository.js';

/** Throwing todos away, and thinking better of it for thirty days. */
@Injectable()
export class TodoTrashService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly trash: TodoTrashRepository,
    private readonly trees: TodoTreesRepository,
    private readonly lists: TodoListsRepository,
    private readonly holding: TodoHoldingService,
    private readonly order: OrderService,
    private readonly positions: Positions,
    private readonly pages: Pages,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add('todos that were in the trash for thirty days', () =>
      // Of many members at once: two of them may take their counters in different orders.
      despiteDeadlocks(() => trash.purgeExpired()),
    );
  }

  /** @throws `http.invalid_cursor` */
  async list(ownerId: string, query: PageQuery): Promise<TrashedTodoPage> {
    return this.pages.read({
      name: 'todos:trash',
      query,
      read: (count, after) => this.trash.list(ownerId, count, after),
      keyOf: ({ deletedAt, id }: TrashedTodoRow) => [deletedAt.toISOString(), id] as const,
      toItem: toTrashedTodoView,
    });
  }

  /**
   * Puts it into the trash, with all that is below it.
   *
   * @throws `todos.not_found`, `http.precondition_failed`
   */
  @Transactional()
  async put(ownerId: string, id: string, expected: ExpectedVersions): Promise<void> {
    const todo = await this.holding.hold(ownerId, id, expected);
    await this.trash.put(todo.id);
  }

  /** Puts what is done into the trash, in one list or everywhere. What still has something open below it stays. */
  @Transactional()
  async putDone(ownerId: string, list: string | undefined): Promise<ClearedTodos> {
    await this.lists.lockAll(ownerId, list === undefined ? undefined : [list]);
    return { deletedCount: await this.trash.putDone(ownerId, list) };
  }

  /**
   * Takes it out with all that is below it: to where it was; to the top of its list where its parent is not there any more, or
   * has come to be too deep down; to the inbox where its list is not.
   *
   * @throws `todos.not_in_trash`
   */
  @Transactional()
  async restore(ownerId: string, id: string): Promise<TodoView> {
    const listId = await this.lists.lockOf(ownerId, id);
    const todo = await this.trash.lockEntry(ownerId, id);
    if (!todo) throw todoErrors.notInTrash();
    const isListThere = listId !== undefined && (await this.lists.findOwned(ownerId, todo.listId)) !== undefined;
    await this.trash.restore(id, await this.formerPlace(ownerId, todo, isListThere));
    const restored = await this.todos.findOwned(ownerId, id);
    if (!restored) throw todoErrors.notInTrash();
    return toTodoView(restored);
  }

  /**
   * Deletes all that is there for good, or one; what is below goes with it and is not counted.
   *
   * @throws `todos.not_in_trash`
   */
  async purge(ownerId: string, id: string | undefined): Promise<ClearedTodos> {
    const deletedCount = await this.trash.purge(ownerId, id);
    if (id !== undefined && deletedCount === 0) throw todoErrors.notInTrash();
    return { deletedCount };
  }

  private async formerPlace(ownerId: string, todo: TrashedTodoRow, isListThere: boolean): Promise<Place> {
    const top = { parentId: null, parentDepth: null };
    if (!isListThere) {
      const inboxId = await this.order.holdList(ownerId);
      if (inboxId === undefined) throw todoErrors.ownerGone();
      return { listId: inboxId, ...top, position: this.positions.next() };
    }
    const { listId, position, formerParentId } = todo;
    const parent = formerParentId === null ? undefined : await this.trees.findNode(ownerId, formerParentId);
    if (parent?.listId !== listId) return { listId, ...top, position };
    const { height } = await this.trees.measure(todo.id, parent.id);
    const fits = parent.depth + height <= MAX_DEPTH;
    return { listId, ...(fits ? { parentId: parent.id, parentDepth: parent.depth } : top), position };
  }
}
