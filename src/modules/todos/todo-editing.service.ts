import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import { type ExpectedVersions, preconditionFailed } from '../../platform/http/if-match.decorator.js';
import type { CreateTodoDto } from './dto/create-todo.dto.js';
import type { PlaceDto } from './dto/place.dto.js';
import type { UpdateTodoDto } from './dto/update-todo.dto.js';
import { OrderService } from './order.service.js';
import { Positions } from './positions.js';
import { NEVER_DUE } from './todo-due.js';
import { TodoListsRepository } from './todo-lists.repository.js';
import { NO_RECURRENCE } from './todo-recurrence.js';
import { TodoScheduleService } from './todo-schedule.service.js';
import { todoErrors, unknownList } from './todo.errors.js';
import { toTodoView } from './todo.mapper.js';
import type { TodoView } from './todo.view.js';
import { type NewTodo, type TodoChanges, type TodoRow, TodosRepository } from './todos.repository.js';
import { TodosService } from './todos.service.js';

/**
 * Writing todos down, changing and moving them. What depends on nothing else that is stored is one statement; only who wants a
 * place between others, or changes a part of a due date, needs a transaction.
 */
@Injectable()
export class TodoEditingService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly lists: TodoListsRepository,
    private readonly reading: TodosService,
    private readonly order: OrderService,
    private readonly positions: Positions,
    private readonly schedules: TodoScheduleService,
  ) {}

  /** @throws `http.validation_failed` for a list or neighbour that is not the owner's. */
  async create(ownerId: string, { position: place, due, recurrence, ...content }: CreateTodoDto): Promise<TodoView> {
    const schedule = await this.schedules.plan(ownerId, { due, recurrence });
    const todo = { id: newId(), ownerId, ...content, ...schedule };
    return toTodoView(await (place ? this.insertBeside(todo, place) : this.insertAtEnd(todo)));
  }

  /** @throws `todos.not_found`, `http.precondition_failed`; `http.validation_failed` for a list or neighbour that is not the owner's. */
  async update(ownerId: string, id: string, changes: UpdateTodoDto, expected: ExpectedVersions): Promise<TodoView> {
    const { listId, position, due, recurrence, ...content } = changes;
    const isPlain = listId === undefined && position === undefined && !due && !recurrence;
    const todo = isPlain
      ? await this.todos.update(ownerId, id, { ...content, ...withoutSchedule(changes) }, expected)
      : await this.updateInContext(ownerId, id, changes, expected);
    if (!todo) throw preconditionFailed(await this.reading.get(ownerId, id));
    return toTodoView(todo);
  }

  private async insertAtEnd(todo: Omit<NewTodo, 'position'>): Promise<TodoRow> {
    const atEnd = { ...todo, position: this.positions.next() };
    const inserted = await this.todos.insert(atEnd);
    if (inserted) return inserted;
    if (todo.listId !== undefined) throw unknownList();
    await this.lists.insertInbox(todo.ownerId);
    return this.insertAtEnd(todo);
  }

  @Transactional()
  protected async insertBeside(todo: Omit<NewTodo, 'position'>, place: PlaceDto): Promise<TodoRow> {
    const list = await this.order.holdList(todo.ownerId, todo.listId);
    if (!list) throw unknownList();
    const position = await this.order.positionBeside(list.todos, place);
    const inserted = await this.todos.insert({ ...todo, listId: list.id, position });
    if (!inserted) throw unknownList();
    return inserted;
  }

  /** @returns undefined when it is at none of the expected versions. */
  @Transactional()
  protected async updateInContext(
    ownerId: string,
    id: string,
    changes: UpdateTodoDto,
    expected: ExpectedVersions,
  ): Promise<TodoRow | undefined> {
    const { listId, position, due, recurrence, ...content } = changes;
    const todo = await this.requireOwned(ownerId, id);
    if (expected && !expected.includes(todo.version)) return undefined;
    const isMove = listId !== undefined || position !== undefined;
    const place = isMove ? await this.findPlace(ownerId, todo, { listId, position }) : {};
    const isRescheduled = due !== undefined || recurrence !== undefined;
    const schedule = isRescheduled ? await this.schedules.change(ownerId, id, { due, recurrence }) : {};
    return this.todos.update(ownerId, id, { ...content, ...place, ...schedule }, expected);
  }

  private async findPlace(
    ownerId: string,
    seen: TodoRow,
    { listId, position }: Pick<UpdateTodoDto, 'listId' | 'position'>,
  ): Promise<Pick<TodoChanges, 'listId' | 'position'>> {
    // Lists are always held before todos, so that no two wait for each other.
    const list = await this.order.holdList(ownerId, listId ?? seen.listId);
    if (!list) throw listId === undefined ? todoErrors.notFound() : unknownList();
    const todo = await this.todos.lockOwned(ownerId, seen.id);
    if (!todo) throw todoErrors.notFound();
    // Somebody moved it to another list before we held this one.
    if (listId === undefined && todo.listId !== list.id) return this.findPlace(ownerId, todo, { position });
    if (position) return { listId: list.id, position: await this.order.positionBeside(list.todos, position, todo.id) };
    return list.id === todo.listId ? {} : { listId: list.id, position: this.positions.next() };
  }

  private async requireOwned(ownerId: string, id: string): Promise<TodoRow> {
    const todo = await this.todos.findOwned(ownerId, id);
    if (!todo) throw todoErrors.notFound();
    return todo;
  }
}

/** What a patch that asks for no other schedule takes away: a due date takes the recurrence along. */
function withoutSchedule({ due, recurrence }: UpdateTodoDto): TodoChanges {
  if (due === null) return { ...NEVER_DUE, ...NO_RECURRENCE };
  return recurrence === null ? NO_RECURRENCE : {};
}
