import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { type ImportArchive, type ImportedItem, invalid } from '../../../platform/personal-data/import-archive.js';
import { type ImportPart, type ImportSource, PersonalData } from '../../../platform/personal-data/personal-data.js';
import type { RunningImport } from '../../../platform/personal-data/running-import.js';
import { UsersService } from '../../users/index.js';
import { ImportedListDto, ImportedOccurrenceDto, ImportedTodoDto } from '../dto/imported-todo.dto.js';
import { byId, type PlacedTodo, placeTodos } from './imported-tree.js';
import { TodoImportRepository } from './todo-import.repository.js';
import { toListRow, toOccurrenceRow, toTodoRow } from './todo-import-rows.js';

const LISTS = 'todo-lists.json';
const TRASHED_LISTS = 'todo-lists-trash.json';
const TODOS = 'todos.json';
const TRASHED_TODOS = 'todo-trash.json';
const OCCURRENCES = 'todo-occurrences.json';
const ROWS_AT_ONCE = 200;

interface ReadTodos {
  lists: readonly ImportedItem<ImportedListDto>[];
  todos: readonly PlacedTodo[];
  occurrences: readonly ImportedItem<ImportedOccurrenceDto>[];
  /** Of all of them, by their old ids in lower case. */
  ids: ReadonlyMap<string, string>;
}

/** Takes lists and todos back, what is in the trash as well. A series begins anew with the date that a todo is due at. */
@Injectable()
export class TodosImport implements ImportSource {
  readonly takes = [LISTS, TRASHED_LISTS, TODOS, TRASHED_TODOS, OCCURRENCES];
  /** A whole day is one of the member's time zone. */
  readonly takesAfter = ['account.json'];

  constructor(
    private readonly imported: TodoImportRepository,
    private readonly users: UsersService,
    personalData: PersonalData,
  ) {
    personalData.onImport(this);
  }

  async isEmpty(userId: string): Promise<boolean> {
    return this.imported.isEmpty(userId);
  }

  async prepareImport(archive: ImportArchive): Promise<ImportPart> {
    const living = await archive.items(LISTS, ImportedListDto);
    const trashed = await archive.items(TRASHED_LISTS, ImportedListDto);
    requireTrash(living, trashed);
    const [inbox, another] = [...living, ...trashed].filter(({ item }) => item.isInbox);
    const wrong = another ?? (inbox?.item.deletedAt || inbox?.item.isArchived ? inbox : undefined);
    if (wrong)
      throw invalid(`${wrong.pointer}/isInbox`, 'field.inbox', 'there is one inbox, open and not in the trash');
    const open = await archive.items(TODOS, ImportedTodoDto);
    const thrownAway = await archive.items(TRASHED_TODOS, ImportedTodoDto);
    requireTrash(open, thrownAway);
    const lists = [...living, ...trashed];
    const todos = placeTodos(lists, [...open, ...thrownAway]);
    const occurrences = await archive.items(OCCURRENCES, ImportedOccurrenceDto);
    const read = { lists, todos, occurrences, ids: newIdsOf([lists, todos, occurrences]) };
    return { store: (running) => this.store(running, read) };
  }

  private async store(running: RunningImport, { lists, todos, occurrences, ids }: ReadTodos): Promise<void> {
    const timezone = await this.users.timezoneOf(running.userId);
    const newIdOf = (id: string) => ids.get(id.toLowerCase()) ?? newId();
    const known = byId(lists);
    const deletionOf = (id: string) => known.get(id.toLowerCase())?.item.deletedAt ?? null;
    if (lists.length > 0) {
      await this.imported.addLists(
        running.userId,
        lists.map((list) => toListRow(list, newIdOf)),
      );
    }
    await inParts(todos, (part) => {
      const rows = part.map((todo) =>
        toTodoRow(todo, newIdOf, { timezone, listDeletedAt: deletionOf(todo.item.listId) }),
      );
      return this.imported.addTodos(running.userId, rows);
    });
    const knownTodos = new Set(todos.map(({ item }) => item.id.toLowerCase()));
    const kept = occurrences.filter(({ item }) => knownTodos.has(item.todoId.toLowerCase()));
    await inParts(kept, (part) =>
      this.imported.addOccurrences(
        part.map(({ item }) => toOccurrenceRow(item, newIdOf(item.todoId), newIdOf(item.id), timezone)),
      ),
    );
    running.count('todo-lists.json', lists.length);
    running.count(TODOS, todos.length);
    running.count(OCCURRENCES, kept.length);
    running.skip(OCCURRENCES, 'its todo is not in the archive', occurrences.length - kept.length);
  }
}

/** New ids, in the order of the old ones, which decides between equals. */
function newIdsOf(all: readonly (readonly ImportedItem<{ id: string }>[])[]): Map<string, string> {
  for (const items of all) byId(items);
  const old = [...new Set(all.flat().map(({ item }) => item.id.toLowerCase()))].sort();
  return new Map(old.map((id) => [id, newId()]));
}

function requireTrash(
  living: readonly ImportedItem<{ deletedAt?: Date | null }>[],
  trashed: readonly ImportedItem<{ deletedAt?: Date | null }>[],
): void {
  const wrong = living.find(({ item }) => item.deletedAt) ?? trashed.find(({ item }) => !item.deletedAt);
  if (wrong) throw invalid(`${wrong.pointer}/deletedAt`, 'field.trash', 'is there exactly in the trash');
}

async function inParts<T>(items: readonly T[], store: (part: readonly T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += ROWS_AT_ONCE) {
    await setImmediate();
    await store(items.slice(start, start + ROWS_AT_ONCE));
  }
}
