import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { despiteDeadlocks } from '../../../platform/database/despite-deadlocks.js';
import { TodoImportRepository } from '../importing/todo-import.repository.js';
import { Positions } from '../positions.js';
import { TodoListsRepository } from '../todo-lists.repository.js';
import { todoErrors } from '../todo.errors.js';
import type { ReadTodoFile } from './todo-file-reader.js';
import type { FileTodoRow } from './todo-file-rows.js';
import type { TodoImportView } from './todo-import.view.js';

const ROWS_AT_ONCE = 200;
const MOST_NEW_LISTS = 200;

/** Stores what was read of a file, all or nothing (docs/adr/0051). */
@Injectable()
export class TodoImportsService {
  constructor(
    private readonly imported: TodoImportRepository,
    private readonly lists: TodoListsRepository,
    private readonly positions: Positions,
    private readonly database: Database,
  ) {}

  /** @throws `todos.list_not_found`, `todos.file_too_large` for one that names too many lists */
  async store(ownerId: string, file: ReadTodoFile, listId: string | undefined): Promise<TodoImportView> {
    const all = () => this.database.transaction(() => this.storeAll(ownerId, file.rows, listId));
    // A transaction that is open already, for an Idempotency-Key, cannot be begun again from here.
    const listsCreated = await (this.database.isInTransaction ? all() : despiteDeadlocks(all));
    const { notUnderstoodCount, notUnderstood } = file.report;
    return { todosCreated: file.rows.length, listsCreated, notUnderstoodCount, notUnderstood };
  }

  /** @returns how many lists were made. */
  private async storeAll(ownerId: string, rows: readonly FileTodoRow[], listId: string | undefined): Promise<number> {
    await this.lists.insertInbox(ownerId);
    const held = await this.lists.lockAll(ownerId);
    if (listId !== undefined && !held.includes(listId.toLowerCase())) throw todoErrors.listNotFound();
    const inbox = await this.lists.lock(ownerId, listId);
    if (!inbox) throw todoErrors.ownerGone();
    const { ids, created } =
      listId === undefined ? await this.listsFor(ownerId, rows) : { ids: new Map<string, string>(), created: 0 };
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const part = rows.slice(start, start + ROWS_AT_ONCE);
      const placed = part.map(({ listName = '', ...row }) => ({ ...row, listId: ids.get(listName) ?? inbox.id }));
      await this.imported.addTodos(ownerId, placed);
    }
    return created;
  }

  /** The member's lists by the names in the file; those that are missing are made. */
  private async listsFor(ownerId: string, rows: readonly FileTodoRow[]) {
    const names = new Set(rows.flatMap(({ listName }) => listName ?? []));
    const known = names.size > 0 ? await this.lists.listNames(ownerId) : [];
    const ids = new Map(known.toReversed().map(({ id, name }) => [name, id]));
    const missing = [...names].filter((name) => !ids.has(name));
    if (missing.length > MOST_NEW_LISTS)
      throw todoErrors.fileTooLarge({ detail: `It names more than ${MOST_NEW_LISTS} lists that are not there yet.` });
    for (const name of missing) {
      const { id } = await this.lists.insert({
        id: newId(),
        ownerId,
        name,
        color: null,
        position: this.positions.next(),
      });
      ids.set(name, id);
    }
    return { ids, created: missing.length };
  }
}
