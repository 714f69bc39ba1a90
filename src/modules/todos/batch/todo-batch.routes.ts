import { Injectable, type Type } from '@nestjs/common';
import type { ExpectedVersions } from '../../../platform/http/if-match.decorator.js';
import type { BATCH_METHODS } from '../dto/batch.dto.js';
import { ClearTodosQuery } from '../dto/clear-todos-query.dto.js';
import { CreateTodoDto } from '../dto/create-todo.dto.js';
import { CreateTodoListDto } from '../dto/create-todo-list.dto.js';
import { namedOccurrence, OccurrenceQuery } from '../dto/occurrence-query.dto.js';
import { QuickTodoDto } from '../dto/quick-todo.dto.js';
import { UpdateTodoDto } from '../dto/update-todo.dto.js';
import { UpdateTodoListDto } from '../dto/update-todo-list.dto.js';
import { QuickTodosService } from '../quick-todos.service.js';
import { TodoCompletionService } from '../todo-completion.service.js';
import { TodoEditingService } from '../todo-editing.service.js';
import { TodoListTrashService } from '../todo-list-trash.service.js';
import { TodoListsService } from '../todo-lists.service.js';
import { TodoTrashService } from '../todo-trash.service.js';

/** Of routes without a query or a body. */
export class Nothing {}

/** What an operation brings, after validation by the classes that its route names. */
interface Input<Body, Query> {
  ownerId: string;
  id: string;
  body: Body;
  query: Query;
  expected: ExpectedVersions;
}

export interface BatchRoute {
  method: (typeof BATCH_METHODS)[number];
  /** `:id` stands for an id. */
  path: string;
  status: number;
  body: Type<object>;
  query: Type<object>;
  run: (input: Input<never, never>) => Promise<unknown>;
}

/** The routes that a batch may use: the same classes check what comes, and the same services do it. */
@Injectable()
export class TodoBatchRoutes {
  readonly all: readonly BatchRoute[];

  constructor(
    editing: TodoEditingService,
    completion: TodoCompletionService,
    trash: TodoTrashService,
    quick: QuickTodosService,
    lists: TodoListsService,
    listTrash: TodoListTrashService,
  ) {
    this.all = [
      route('POST', '/todos', 201, CreateTodoDto, Nothing, ({ ownerId, body }) => editing.create(ownerId, body)),
      route('POST', '/todos/quick', 201, QuickTodoDto, Nothing, ({ ownerId, body }) => quick.add(ownerId, body)),
      route('PATCH', '/todos/:id', 200, UpdateTodoDto, Nothing, ({ ownerId, id, body, expected }) =>
        editing.update(ownerId, id, body, expected),
      ),
      route('DELETE', '/todos/:id', 204, Nothing, Nothing, ({ ownerId, id, expected }) =>
        trash.put(ownerId, id, expected),
      ),
      route('DELETE', '/todos', 200, Nothing, ClearTodosQuery, ({ ownerId, query }) =>
        trash.putDone(ownerId, query.list),
      ),
      route('POST', '/todos/:id/restoration', 200, Nothing, Nothing, ({ ownerId, id }) => trash.restore(ownerId, id)),
      route('PUT', '/todos/:id/completion', 200, Nothing, OccurrenceQuery, ({ ownerId, id, query, expected }) =>
        completion.complete(ownerId, id, namedOccurrence(query), expected),
      ),
      route('DELETE', '/todos/:id/completion', 200, Nothing, OccurrenceQuery, ({ ownerId, id, query, expected }) =>
        completion.reopen(ownerId, id, namedOccurrence(query), expected),
      ),
      route('PUT', '/todos/:id/skip', 200, Nothing, OccurrenceQuery, ({ ownerId, id, query, expected }) =>
        completion.skip(ownerId, id, namedOccurrence(query), expected),
      ),
      route('POST', '/todo-lists', 201, CreateTodoListDto, Nothing, ({ ownerId, body }) => lists.create(ownerId, body)),
      route('PATCH', '/todo-lists/:id', 200, UpdateTodoListDto, Nothing, ({ ownerId, id, body, expected }) =>
        lists.update(ownerId, id, body, expected),
      ),
      route('DELETE', '/todo-lists/:id', 204, Nothing, Nothing, ({ ownerId, id, expected }) =>
        listTrash.put(ownerId, id, expected),
      ),
      route('POST', '/todo-lists/:id/restoration', 200, Nothing, Nothing, ({ ownerId, id }) =>
        listTrash.restore(ownerId, id),
      ),
    ];
  }

  /** The route that answers a method and path, with what stands for its id. Fixed parts come before ids. */
  find(method: string, path: string): { route: BatchRoute; id: string } | undefined {
    const parts = path.split('/');
    const fitting = this.all.filter((candidate) => candidate.method === method && fits(candidate.path, parts));
    const found = fitting.find((candidate) => !candidate.path.includes(':id')) ?? fitting[0];
    return found && { route: found, id: parts[found.path.split('/').indexOf(':id')] ?? '' };
  }
}

function fits(template: string, parts: readonly string[]): boolean {
  const wanted = template.split('/');
  return wanted.length === parts.length && wanted.every((part, index) => part === ':id' || part === parts[index]);
}

function route<Body extends object, Query extends object>(
  method: BatchRoute['method'],
  path: string,
  status: number,
  body: Type<Body>,
  query: Type<Query>,
  run: (input: Input<Body, Query>) => Promise<unknown>,
): BatchRoute {
  return { method, path, status, body, query, run };
}
