import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql, type Sql } from '../../platform/database/sql.js';

/** Rows that are in one order with each other: the todos under one parent, or at the top of a list, or the lists of a member. */
export interface Sequence {
  table: Sql;
  /** Condition on the table's own columns. */
  scope: Sql;
}

export function listsOf(ownerId: string): Sequence {
  return { table: sql`todo_lists`, scope: sql`owner_id = ${ownerId}` };
}

export function todosUnder(ownerId: string, listId: string, parentId: string | null): Sequence {
  const siblings = parentId === null ? sql`parent_id is null` : sql`parent_id = ${parentId}`;
  return { table: sql`todos`, scope: sql`owner_id = ${ownerId} and list_id = ${listId} and ${siblings}` };
}

export type Side = 'before' | 'after';

/** The positions on both sides of a gap; null where the order begins or ends. */
export interface Gap {
  low: string | null;
  high: string | null;
}

const SIDES = {
  before: { beyond: sql`<`, nearest: sql`desc`, low: sql`beyond`, high: sql`neighbour` },
  after: { beyond: sql`>`, nearest: sql`asc`, low: sql`neighbour`, high: sql`beyond` },
};

/** Reads and writes orders. Only what holds the lock of a sequence may rely on what it reads (docs/adr/0011). */
@Injectable()
export class OrderRepository {
  constructor(private readonly database: Database) {}

  /**
   * The gap beside a row, as if `movedId` were not there. What is in the trash keeps its place, but is nobody's neighbour.
   *
   * @returns undefined when the neighbour is not in the sequence, or is what is being moved.
   */
  async findGap(
    { table, scope }: Sequence,
    side: Side,
    neighbourId: string,
    movedId: string | null,
  ): Promise<Gap | undefined> {
    const { beyond, nearest, low, high } = SIDES[side];
    return this.database.maybeOne<Gap & Record<string, string | null>>(sql`
      select ${low} as low, ${high} as high from (
        select position as neighbour, (
          select other.position from ${table} as other
          where ${scope} and (other.position, other.id) ${beyond} (placed.position, placed.id) and other.id is distinct from ${movedId}
          order by other.position ${nearest}, other.id ${nearest} limit 1) as beyond
        from ${table} as placed
        where ${scope} and id = ${neighbourId} and deleted_at is null and id is distinct from ${movedId}) as gap`);
  }

  async listIds({ table, scope }: Sequence): Promise<string[]> {
    const rows = await this.database.many<{ id: string }>(
      sql`select id from ${table} where ${scope} order by position, id`,
    );
    return rows.map(({ id }) => id);
  }

  /** Gives rows new positions. Neither their version nor their time of change moves: nobody edited them. */
  async reposition({ table }: Sequence, ids: readonly string[], positions: readonly string[]): Promise<void> {
    await this.database.execute(sql`
      update ${table} as placed set position = fresh.position
      from unnest(${ids}::uuid[], ${positions}::text[]) as fresh (id, position)
      where placed.id = fresh.id`);
  }
}
