import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import { type ExpectedVersions, preconditionFailed } from '../../platform/http/if-match.decorator.js';
import type { CreateTodoDto } from './dto/create-todo.dto.js';
import type { UpdateTodoDto } from './dto/update-todo.dto.js';
import { toReminders } from './reminders/reminder.js';
import { Positions } from './positions.js';
import type { TodoRow } from './todo-columns.js';
import { NEVER_DUE } from './todo-due.js';
import { TodoListsRepository } from './todo-lists.repository.js';
import { type Destination, TodoPlacesService } from './todo-places.service.js';
import { NO_RECURRENCE } from './todo-recurrence.js';
import { TodoScheduleService } from './todo-schedule.service.js';
import { todoErrors, unknownList } from './todo.errors.js';
import { toTodoView } from './todo.mapper.js';
import type { TodoView } from './todo.view.js';
import { type NewTodo, type TodoChanges, TodosRepository } from './todos.repository.js';
import { TodosService } from './todos.service.js';

/**
 * Writing todos down, changing and moving them. What depends on nothing else that is stored is one statement; only who wants a
 * place among others, or changes a part of a due date, needs a transaction.
 */
@Injectable()
export class TodoEditingService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly lists: TodoListsRepository,
    private readonly reading: TodosService,
    private readonly places: TodoPlacesService,
    private readonly positions: Positions,
    private readonly schedules: TodoScheduleService,
  ) {}

  /** @throws `http.validation_failed` for a list, parent or neighbour that is not the owner's. */
  async create(ownerId: string, wanted: CreateTodoDto): Promise<TodoView> {
    const { position, parentId, due, recurrence, reminders = [], ...content } = wanted;
    const schedule = await this.schedules.plan(ownerId, { due, recurrence });
    const todo = { id: newId(), ownerId, ...content, ...schedule, reminders: toReminders(reminders) };
    const isPlaced = position !== undefined || parentId != null;
    const destination = { listId: content.listId, parentId, position };
    return toTodoView(await (isPlaced ? this.insertAmongOthers(todo, destination) : this.insertAtEnd(todo)));
  }

  /**
   * A patch that says nothing changes nothing.
   *
   * @throws `todos.not_found`, `http.precondition_failed`; `http.validation_failed` for a list, parent or neighbour that is not
   * the owner's.
   */
  async update(ownerId: string, id: string, changes: UpdateTodoDto, expected: ExpectedVersions): Promise<TodoView> {
    const { listId, parentId, position, due, recurrence, reminders, ...others } = changes;
    const content = { ...others, ...(reminders && { reminders: toReminders(reminders) }) };
    if (saysNothing(changes)) return this.leave(ownerId, id, expected);
    const isMove = listId !== undefined || parentId !== undefined || position !== undefined;
    const isPlain = !isMove && !due && !recurrence;
    const todo = isPlain
      ? await this.todos.update(ownerId, id, { ...content, ...withoutSchedule(changes) }, expected)
      : await this.updateInContext(ownerId, id, changes, expected);
    if (!todo) throw preconditionFailed(await this.reading.get(ownerId, id));
    return toTodoView(todo);
  }

  private async leave(ownerId: string, id: string, expected: ExpectedVersions): Promise<TodoView> {
    const todo = await this.requireOwned(ownerId, id);
    if (expected && !expected.includes(todo.version)) throw preconditionFailed(toTodoView(todo));
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
  protected async insertAmongOthers(todo: Omit<NewTodo, 'position'>, destination: Destination): Promise<TodoRow> {
    const place = await this.places.placeNew(todo.ownerId, destination);
    const inserted = await this.todos.insert({ ...todo, ...place });
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
    const { listId, parentId, position, due, recurrence, reminders, ...others } = changes;
    const content = { ...others, ...(reminders && { reminders: toReminders(reminders) }) };
    const todo = await this.requireOwned(ownerId, id);
    if (expected && !expected.includes(todo.version)) return undefined;
    const isMove = listId !== undefined || parentId !== undefined || position !== undefined;
    const place = isMove ? await this.places.placeMoved(ownerId, todo, { listId, parentId, position }) : {};
    const isRescheduled = due !== undefined || recurrence !== undefined;
    const schedule = isRescheduled ? await this.schedules.change(ownerId, id, { due, recurrence }) : {};
    return this.todos.update(ownerId, id, { ...content, ...place, ...schedule }, expected);
  }

  private async requireOwned(ownerId: string, id: string): Promise<TodoRow> {
    const todo = await this.todos.findOwned(ownerId, id);
    if (!todo) throw todoErrors.notFound();
    return todo;
  }
}

function saysNothing(changes: object): boolean {
  return Object.values(changes).every((value) => value === undefined);
}

/** What a patch that asks for no other schedule takes away: a due date takes the recurrence along. */
function withoutSchedule({ due, recurrence }: UpdateTodoDto): TodoChanges {
  if (due === null) return { ...NEVER_DUE, ...NO_RECURRENCE };
  return recurrence === null ? NO_RECURRENCE : {};
}
