import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Cursors } from '../../../platform/http/cursor.js';
import { Housekeeping } from '../../../platform/jobs/housekeeping.js';
import { todoErrors } from '../todo.errors.js';
import { toTodoListView, toTodoView } from '../todo.mapper.js';
import type { TodoChangesQuery } from '../dto/todo-changes-query.dto.js';
import { type ChangeRow, type ChangesFrom, TodoChangesRepository } from './todo-changes.repository.js';
import type { TodoChangesView, TodoChangeView } from './todo-changes.view.js';

const NIL = '00000000-0000-0000-0000-000000000000';
const MAX = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The number of rows stands in the statement's text, and each text is prepared: few numbers keep them few. */
const PAGE_SIZES = [100, 500];

type TokenKey = readonly [number: string, itemId: string, horizon: string];

/** For clients that keep a copy of a member's todos: what changed since they last asked (docs/adr/0044). */
@Injectable()
export class TodoChangesService {
  constructor(
    private readonly changes: TodoChangesRepository,
    private readonly cursors: Cursors,
    private readonly database: Database,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add('deletions of todos remembered for ninety days', () => this.forget());
  }

  /**
   * Nothing that was committed before the answer is left out, however writers overlap; what changes meanwhile comes with it or
   * with the next one.
   *
   * @throws `http.invalid_cursor` for a token that is not this member's; `todos.sync_expired`
   */
  async list(ownerId: string, { since, limit }: TodoChangesQuery): Promise<TodoChangesView> {
    const name = `todos:changes:${ownerId}`;
    const from = since === undefined ? await this.begin(ownerId) : fromKey(this.cursors.open<TokenKey>(name, since));
    const size = PAGE_SIZES.find((candidate) => candidate >= limit) ?? limit;
    const { sync, changes } = await this.changes.list(ownerId, from, size + 1);
    if (sync && BigInt(sync.forgotten) > max(from.number, from.horizon)) throw todoErrors.syncExpired();
    const hasMore = changes.length > limit;
    const shown = changes.slice(0, limit);
    const last = hasMore ? shown.at(-1) : undefined;
    const reached = last ? [last.number, last.itemId] : [sync?.last ?? '0', MAX];
    return {
      items: await this.show(ownerId, shown),
      token: this.cursors.seal(name, [...reached, from.horizon]),
      hasMore,
    };
  }

  private async begin(ownerId: string): Promise<ChangesFrom> {
    const sync = await this.changes.find(ownerId);
    return { number: '0', itemId: NIL, horizon: sync?.last ?? '0' };
  }

  /** They are read later than their numbers: who changes one in between gives it a higher number, and it comes again. */
  private async show(ownerId: string, rows: ChangeRow[]): Promise<TodoChangeView[]> {
    const idsOf = (isList: boolean) => rows.filter((row) => row.isList === isList).map(({ itemId }) => itemId);
    const [todoIds, listIds] = [idsOf(false), idsOf(true)];
    const todos = todoIds.length === 0 ? [] : await this.changes.findTodos(ownerId, todoIds);
    const lists = listIds.length === 0 ? [] : await this.changes.findLists(ownerId, listIds);
    const todosById = new Map(todos.map((todo) => [todo.id, todo]));
    const listsById = new Map(lists.map((list) => [list.id, list]));
    return rows.map(({ itemId: id, isList }) => {
      const todo = todosById.get(id);
      const list = listsById.get(id);
      if (todo) return { type: 'todo', id, isDeleted: false, todo: toTodoView(todo) };
      if (list) return { type: 'list', id, isDeleted: false, list: toTodoListView(list) };
      return { type: isList ? 'list' : 'todo', id, isDeleted: true };
    });
  }

  private async forget(): Promise<number> {
    let count = 0;
    for (let forgotten = 1; forgotten > 0; count += forgotten) {
      const ownerId = await this.changes.findOwnerToForget();
      forgotten = ownerId === undefined ? 0 : await this.database.transaction(() => this.changes.forget(ownerId));
    }
    return count;
  }
}

function fromKey([number, itemId, horizon]: TokenKey): ChangesFrom {
  return { number, itemId, horizon };
}

function max(...numbers: string[]): bigint {
  return numbers.map(BigInt).reduce((highest, number) => (number > highest ? number : highest));
}
