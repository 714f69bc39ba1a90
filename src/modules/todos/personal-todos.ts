import { Injectable } from '@nestjs/common';
import { empty } from '../../platform/database/sql.js';
import { jsonArray, pagesOf } from '../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../platform/personal-data/personal-data.js';
import { calendarText } from './calendar/calendar-text.js';
import { TodoCalendarRepository } from './calendar/todo-calendar.repository.js';
import { type TrashedTodoListRow, TodoListTrashRepository } from './todo-list-trash.repository.js';
import { type OwnedOccurrenceRow, TodoOccurrencesRepository } from './todo-occurrences.repository.js';
import { type TrashedTodoRow, TodoTrashRepository } from './todo-trash.repository.js';
import {
  toOccurrenceView,
  toTodoListView,
  toTodoView,
  toTrashedTodoListView,
  toTrashedTodoView,
} from './todo.mapper.js';
import { type TodoListRow, TodoListsRepository } from './todo-lists.repository.js';
import type { TodoSort } from './todo-filters.js';
import { type ListedTodoRow, TodosRepository } from './todos.repository.js';

/** What members take along from here, and what is held while they leave. */
@Injectable()
export class PersonalTodos implements ExportSource {
  readonly contents = {
    'todo-lists.json': 'Your lists of todos, in your order.',
    'todos.json':
      'Your todos, newest first; `listId` says in which list each is, `parentId` under which other one, `position` where.',
    'todos.ics': 'The same todos as a calendar (RFC 5545), in your order, for other programs.',
    'todo-occurrences.json': 'What became of the occurrences of your recurring todos; `todoId` says of which.',
    'todo-trash.json': 'Your todos in the trash, last deleted first, those of deleted lists as well.',
    'todo-lists-trash.json': 'Your lists in the trash, last deleted first.',
  };

  constructor(
    private readonly lists: TodoListsRepository,
    private readonly todos: TodosRepository,
    private readonly occurrences: TodoOccurrencesRepository,
    private readonly trash: TodoTrashRepository,
    private readonly listTrash: TodoListTrashRepository,
    private readonly calendars: TodoCalendarRepository,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
    personalData.onErasure((ownerId) => lists.holdOff(ownerId));
  }

  async *exportFor(ownerId: string): AsyncIterable<ExportFile> {
    const lists = pagesOf<TodoListRow>((count, last) =>
      this.lists.list(ownerId, count, last && [last.position, last.id]),
    );
    yield { path: 'todo-lists.json', content: jsonArray(lists, toTodoListView) };

    const todos = (sort: TodoSort) =>
      pagesOf<ListedTodoRow>((count, last) =>
        this.todos.list({ ownerId, conditions: empty, sort, count, after: last && [last.orderKey, last.id] }),
      );
    yield { path: 'todos.json', content: jsonArray(todos('newest'), toTodoView) };
    const listNames = await this.calendars.listNames(ownerId);
    yield { path: 'todos.ics', content: calendarText(todos('position'), 'todos', listNames) };

    const occurrences = pagesOf<OwnedOccurrenceRow>((count, last) => this.occurrences.listAll(ownerId, count, last));
    const toOccurrence = (row: OwnedOccurrenceRow) => ({ todoId: row.todoId, ...toOccurrenceView(row) });
    yield { path: 'todo-occurrences.json', content: jsonArray(occurrences, toOccurrence) };

    const trashed = pagesOf<TrashedTodoRow>((count, last) =>
      this.trash.list(ownerId, count, last && [last.deletedAt.toISOString(), last.id], empty),
    );
    yield { path: 'todo-trash.json', content: jsonArray(trashed, toTrashedTodoView) };

    const trashedLists = pagesOf<TrashedTodoListRow>((count, last) =>
      this.listTrash.list(ownerId, count, last && [last.deletedAt.toISOString(), last.id]),
    );
    yield { path: 'todo-lists-trash.json', content: jsonArray(trashedLists, toTrashedTodoListView) };
  }
}
