import { Injectable } from '@nestjs/common';
import { empty } from '../../platform/database/sql.js';
import { jsonArray, pagesOf } from '../../platform/personal-data/json-array.js';
import { type ExportFile, type ExportSource, PersonalData } from '../../platform/personal-data/personal-data.js';
import { toTodoListView, toTodoView } from './todo.mapper.js';
import { type TodoListRow, TodoListsRepository } from './todo-lists.repository.js';
import { type ListedTodoRow, TodosRepository } from './todos.repository.js';

/** What members take along from here, and what is held while they leave. */
@Injectable()
export class PersonalTodos implements ExportSource {
  readonly contents = {
    'todo-lists.json': 'Your lists of todos, in your order.',
    'todos.json': 'Your todos, newest first; `listId` says in which list each is, `position` where in it.',
  };

  constructor(
    private readonly lists: TodoListsRepository,
    private readonly todos: TodosRepository,
    personalData: PersonalData,
  ) {
    personalData.onExport(this);
    personalData.onErasure((ownerId) => lists.lockAll(ownerId));
  }

  *exportFor(ownerId: string): Iterable<ExportFile> {
    const lists = pagesOf<TodoListRow>((count, last) =>
      this.lists.list(ownerId, count, last && [last.position, last.id]),
    );
    yield { path: 'todo-lists.json', content: jsonArray(lists, toTodoListView) };

    const all = { ownerId, conditions: empty, sort: 'newest' } as const;
    const todos = pagesOf<ListedTodoRow>((count, last) =>
      this.todos.list({ ...all, count, after: last && [last.orderKey, last.id] }),
    );
    yield { path: 'todos.json', content: jsonArray(todos, toTodoView) };
  }
}
