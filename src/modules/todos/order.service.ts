import { Injectable } from '@nestjs/common';
import type { PlaceDto } from './dto/place.dto.js';
import { listsOf, OrderRepository, type Sequence } from './order.repository.js';
import { evenPositions, positionBetween } from './positions.js';
import { unknownNeighbour } from './todo.errors.js';
import { TodoListsRepository } from './todo-lists.repository.js';

/**
 * Finds places between things. Everything here runs in a transaction: who wants to put something between others first holds
 * their sequence, and holds it until the position is written and the transaction ends.
 */
@Injectable()
export class OrderService {
  constructor(
    private readonly order: OrderRepository,
    private readonly lists: TodoListsRepository,
  ) {}

  /**
   * Holds the order in one of the member's lists, the inbox unless one is named.
   *
   * @returns its id; undefined when the member has no such list.
   */
  async holdList(ownerId: string, listId?: string): Promise<string | undefined> {
    if (listId === undefined) await this.lists.insertInbox(ownerId);
    return (await this.lists.lock(ownerId, listId))?.id;
  }

  /** Holds the order of the member's lists themselves. The inbox, which everyone has, stands for all of them. */
  async holdLists(ownerId: string): Promise<Sequence> {
    await this.lists.insertInbox(ownerId);
    await this.lists.lock(ownerId, undefined);
    return listsOf(ownerId);
  }

  /**
   * The position beside a neighbour, for something new or for `movedId`. Where keys have become too long for another one, the
   * whole sequence gets new ones first.
   *
   * @throws `http.validation_failed` when the neighbour is not in the sequence, or is what is being moved.
   */
  async positionBeside(sequence: Sequence, place: PlaceDto, movedId: string | null = null): Promise<string> {
    return (await this.tryBeside(sequence, place, movedId)) ?? (await this.makeRoomBeside(sequence, place, movedId));
  }

  private async tryBeside(sequence: Sequence, { before, after }: PlaceDto, movedId: string | null) {
    const [side, neighbourId] = before === undefined ? (['after', after] as const) : (['before', before] as const);
    const gap = neighbourId === undefined ? undefined : await this.order.findGap(sequence, side, neighbourId, movedId);
    if (!gap) throw unknownNeighbour(side);
    return positionBetween(gap.low, gap.high);
  }

  private async makeRoomBeside(sequence: Sequence, place: PlaceDto, movedId: string | null): Promise<string> {
    const ids = await this.order.listIds(sequence);
    await this.order.reposition(sequence, ids, evenPositions(ids.length));
    const position = await this.tryBeside(sequence, place, movedId);
    if (position === undefined) throw new Error('There is no room between two positions that were just written anew.');
    return position;
  }
}
