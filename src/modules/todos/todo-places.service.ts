import { Injectable } from '@nestjs/common';
import type { PlaceDto } from './dto/place.dto.js';
import { todosUnder } from './order.repository.js';
import { OrderService } from './order.service.js';
import { Positions } from './positions.js';
import type { TodoRow } from './todo-columns.js';
import { TodoListsRepository } from './todo-lists.repository.js';
import { type Node, TodoTreesRepository } from './todo-trees.repository.js';
import type { Todo } from './todo.entity.js';
import { ownDescendant, parentElsewhere, todoErrors, tooDeep, unknownList, unknownParent } from './todo.errors.js';
import { TodosRepository } from './todos.repository.js';

/** A todo, those under it, those under them …: so many levels. The database says so, too. */
export const MAX_DEPTH = 5;

/** Where members want a todo to be. */
export interface Destination {
  listId?: string | undefined;
  /** Null for the top level; absent for where it is. */
  parentId?: string | null | undefined;
  /** Beside which other one under the same parent; absent for the end, or for where it is. */
  position?: PlaceDto | undefined;
}

export type Place = Pick<Todo, 'listId' | 'parentId' | 'parentDepth' | 'position'>;

/**
 * Finds places in lists and trees. Runs in the transaction of the write: the list is held before any todo, so that what was
 * found stays true until then. Who may leave a list holds all that the member has, in one order, whichever it goes to.
 */
@Injectable()
export class TodoPlacesService {
  constructor(
    private readonly todos: TodosRepository,
    private readonly trees: TodoTreesRepository,
    private readonly lists: TodoListsRepository,
    private readonly order: OrderService,
    private readonly positions: Positions,
  ) {}

  /** @throws `http.validation_failed` for a list, parent or neighbour that is not the owner's, or a parent too deep down. */
  async placeNew(ownerId: string, { listId, parentId, position }: Destination): Promise<Place> {
    const parent = await this.lookAt(ownerId, parentId, listId);
    const heldId = await this.order.holdList(ownerId, parent?.listId ?? listId);
    if (heldId === undefined) throw parent ? unknownParent() : unknownList();
    const held = parent && (await this.trees.findNode(ownerId, parent.id));
    if (held && held.listId !== heldId) return this.placeNew(ownerId, { listId, parentId, position });
    if (parent && !held) throw unknownParent();
    if (held && held.depth >= MAX_DEPTH) throw tooDeep();
    return this.placeUnder(ownerId, heldId, held, position);
  }

  /**
   * What a move makes of it; nothing where it is there already. A todo that goes to another list leaves its parent.
   *
   * @throws `todos.not_found`; `http.validation_failed` as {@link placeNew}, and for a parent that is below it.
   */
  async placeMoved(ownerId: string, seen: TodoRow, destination: Destination): Promise<Partial<Place>> {
    const { listId, parentId, position } = destination;
    const staysInList = listId === undefined && parentId == null;
    const held = await this.lists.lockAll(ownerId, staysInList ? [seen.listId] : undefined);
    const todo = await this.todos.lockOwned(ownerId, seen.id);
    if (!todo) throw todoErrors.notFound();
    // Somebody moved it to another list before we held this one.
    if (!held.includes(todo.listId)) return this.placeMoved(ownerId, todo, destination);
    const parent = await this.lookAt(ownerId, parentId, listId);
    const targetId = parent?.listId ?? listId?.toLowerCase() ?? todo.listId;
    if (!held.includes(targetId)) throw unknownList();
    const newParentId = parentId === undefined && targetId === todo.listId ? todo.parentId : (parentId ?? null);
    const newParent = newParentId === null ? undefined : await this.parentFor(ownerId, todo, newParentId);
    const isThere = targetId === todo.listId && newParentId?.toLowerCase() === todo.parentId?.toLowerCase();
    return isThere && !position ? {} : this.placeUnder(ownerId, targetId, newParent, position, todo.id);
  }

  private async lookAt(
    ownerId: string,
    parentId: string | null | undefined,
    listId: string | undefined,
  ): Promise<Node | undefined> {
    if (parentId == null) return undefined;
    const parent = await this.trees.findNode(ownerId, parentId);
    if (!parent) throw unknownParent();
    if (listId !== undefined && listId.toLowerCase() !== parent.listId) throw parentElsewhere();
    return parent;
  }

  private async parentFor(ownerId: string, todo: TodoRow, parentId: string): Promise<Node> {
    const parent = await this.trees.findNode(ownerId, parentId);
    if (!parent) throw unknownParent();
    if (parent.id === todo.parentId) return parent;
    const { height, includesOther } = await this.trees.measure(todo.id, parent.id);
    if (includesOther) throw ownDescendant();
    if (parent.depth + height > MAX_DEPTH) throw tooDeep();
    return parent;
  }

  private async placeUnder(
    ownerId: string,
    listId: string,
    parent: Node | undefined,
    place: PlaceDto | undefined,
    movedId?: string,
  ): Promise<Place> {
    const siblings = todosUnder(ownerId, listId, parent?.id ?? null);
    const position = place ? await this.order.positionBeside(siblings, place, movedId) : this.positions.next();
    return { listId, parentId: parent?.id ?? null, parentDepth: parent?.depth ?? null, position };
  }
}
