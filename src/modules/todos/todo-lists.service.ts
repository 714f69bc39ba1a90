import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { v7 as newId } from 'uuid';
import { type ExpectedVersions, preconditionFailed } from '../../platform/http/if-match.decorator.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import { Pages } from '../../platform/http/page.js';
import type { CreateTodoListDto } from './dto/create-todo-list.dto.js';
import type { UpdateTodoListDto } from './dto/update-todo-list.dto.js';
import { OrderService } from './order.service.js';
import { Positions } from './positions.js';
import type { TodoListPage, TodoListView } from './todo-list.view.js';
import { type TodoListRow, TodoListsRepository } from './todo-lists.repository.js';
import { todoErrors } from './todo.errors.js';
import { toTodoListView } from './todo.mapper.js';

/** A member's lists. Everyone has an inbox, made when it is first needed. */
@Injectable()
export class TodoListsService {
  constructor(
    private readonly lists: TodoListsRepository,
    private readonly order: OrderService,
    private readonly positions: Positions,
    private readonly pages: Pages,
  ) {}

  /** @throws `http.invalid_cursor` */
  async list(ownerId: string, query: PageQuery): Promise<TodoListPage> {
    return this.pages.read({
      name: 'todo-lists:position',
      query,
      read: (count, after) => (after ? this.lists.list(ownerId, count, after) : this.readFirst(ownerId, count)),
      keyOf: ({ position, id }: TodoListRow) => [position, id] as const,
      toItem: toTodoListView,
    });
  }

  /** @throws `todos.list_not_found` */
  async get(ownerId: string, id: string): Promise<TodoListView> {
    const list = await this.lists.findOwned(ownerId, id);
    if (!list) throw todoErrors.listNotFound();
    return toTodoListView(list);
  }

  /** Puts it behind all others. */
  async create(ownerId: string, { name, color = null }: CreateTodoListDto): Promise<TodoListView> {
    const position = this.positions.next();
    return toTodoListView(await this.lists.insert({ id: newId(), ownerId, name, color, position }));
  }

  /**
   * @throws `todos.list_not_found`, `todos.inbox_not_archivable`, `http.precondition_failed`; `http.validation_failed` for a
   * neighbour that is not the owner's.
   */
  async update(
    ownerId: string,
    id: string,
    { position: place, ...changes }: UpdateTodoListDto,
    expected: ExpectedVersions,
  ): Promise<TodoListView> {
    if (Object.values({ ...changes, place }).every((value) => value === undefined))
      return this.leave(ownerId, id, expected);
    const list = await (place
      ? this.move(ownerId, id, { ...changes, position: place }, expected)
      : this.lists.update(ownerId, id, changes, expected));
    if (list) return toTodoListView(list);
    const current = await this.get(ownerId, id);
    throw current.isInbox && changes.isArchived ? todoErrors.inboxNotArchivable() : preconditionFailed(current);
  }

  /** A patch that says nothing changes nothing. */
  private async leave(ownerId: string, id: string, expected: ExpectedVersions): Promise<TodoListView> {
    const list = await this.lists.findOwned(ownerId, id);
    if (!list) throw todoErrors.listNotFound();
    if (expected && !expected.includes(list.version)) throw preconditionFailed(toTodoListView(list));
    return toTodoListView(list);
  }

  @Transactional()
  protected async move(
    ownerId: string,
    id: string,
    { position: place, ...changes }: UpdateTodoListDto & Required<Pick<UpdateTodoListDto, 'position'>>,
    expected: ExpectedVersions,
  ): Promise<TodoListRow | undefined> {
    const list = await this.lists.findOwned(ownerId, id);
    if (!list) throw todoErrors.listNotFound();
    if (expected && !expected.includes(list.version)) return undefined;
    const position = await this.order.positionBeside(await this.order.holdLists(ownerId), place, id);
    return this.lists.update(ownerId, id, { ...changes, position }, expected);
  }

  /** The inbox is looked for among the rows that are read anyway: only where it is not seen does it cost anything. */
  private async readFirst(ownerId: string, count: number): Promise<TodoListRow[]> {
    const rows = await this.lists.list(ownerId, count, undefined);
    if (rows.some(({ isInbox }) => isInbox)) return rows;
    await this.lists.insertInbox(ownerId);
    return this.lists.list(ownerId, count, undefined);
  }
}
