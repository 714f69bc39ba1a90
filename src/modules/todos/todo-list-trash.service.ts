import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type ExpectedVersions, preconditionFailed } from '../../platform/http/if-match.decorator.js';
import { despiteDeadlocks } from '../../platform/database/despite-deadlocks.js';
import { Pages } from '../../platform/http/page.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import { type TrashedTodoListRow, TodoListTrashRepository } from './todo-list-trash.repository.js';
import type { TodoListView } from './todo-list.view.js';
import type { ClearedTodoLists, TrashedTodoListPage } from './todo-trash.view.js';
import { todoErrors } from './todo.errors.js';
import { toTodoListView, toTrashedTodoListView } from './todo.mapper.js';

/** Throwing lists away with all that is in them, and thinking better of it for thirty days. */
@Injectable()
export class TodoListTrashService {
  constructor(
    private readonly trash: TodoListTrashRepository,
    private readonly pages: Pages,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add('lists that were in the trash for thirty days', () =>
      // Of many members at once: two of them may take their counters in different orders.
      despiteDeadlocks(() => trash.purgeExpired()),
    );
  }

  /** @throws `http.invalid_cursor` */
  async list(ownerId: string, query: PageQuery): Promise<TrashedTodoListPage> {
    return this.pages.read({
      name: 'todo-lists:trash',
      query,
      read: (count, after) => this.trash.list(ownerId, count, after),
      keyOf: ({ deletedAt, id }: TrashedTodoListRow) => [deletedAt.toISOString(), id] as const,
      toItem: toTrashedTodoListView,
    });
  }

  /** @throws `todos.list_not_found`, `todos.inbox_not_deletable`, `http.precondition_failed` */
  @Transactional()
  async put(ownerId: string, id: string, expected: ExpectedVersions): Promise<void> {
    const list = await this.trash.lockAlive(ownerId, id);
    if (!list) throw todoErrors.listNotFound();
    if (list.isInbox) throw todoErrors.inboxNotDeletable();
    if (expected && !expected.includes(list.version)) throw preconditionFailed(toTodoListView(list));
    await this.trash.put(list.id);
  }

  /** @throws `todos.not_in_trash` */
  @Transactional()
  async restore(ownerId: string, id: string): Promise<TodoListView> {
    const list = await this.trash.lockTrashed(ownerId, id);
    if (!list) throw todoErrors.notInTrash();
    return toTodoListView(await this.trash.restore(list.id));
  }

  /**
   * Deletes all that are there for good, or one, with their todos.
   *
   * @throws `todos.not_in_trash`
   */
  async purge(ownerId: string, id: string | undefined): Promise<ClearedTodoLists> {
    const deletedCount = await this.trash.purge(ownerId, id);
    if (id !== undefined && deletedCount === 0) throw todoErrors.notInTrash();
    return { deletedCount };
  }
}
