import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { limit, raw, type Sql, sql } from '../database/sql.js';

/** Rows of a table that are looked at in one statement: few enough for the time that a statement has. */
const ROWS_AT_ONCE = 2_000;

/** A row that is not as it should be, and what is wrong with it. */
export interface WrongRow {
  id: string;
  says?: string;
}

/** Which rows, and what must not hold for any of them. Table and columns are names from code. */
export interface RowRule {
  table: string;
  /** The column that tells rows apart; `id` unless said. */
  key?: string;
  /** A condition on a row of the table, by the table's own name. */
  isWrong: Sql;
  /** A text about a wrong row, likewise. */
  says?: Sql;
}

/** Goes through tables in steps, each of them one snapshot, so that what is written meanwhile is never seen by halves. */
@Injectable()
export class VerifiedRowsRepository {
  constructor(private readonly database: Database) {}

  /** @returns how many rows were looked at, and those that are wrong. */
  async examine({
    table,
    key = 'id',
    isWrong,
    says = sql`null`,
  }: RowRule): Promise<{ rows: number; wrong: WrongRow[] }> {
    const [rowsOf, id] = [raw(table), raw(`${table}.${key}`)];
    const found = { rows: 0, wrong: [] as WrongRow[] };
    for (let after: string | undefined, isOver = false; !isOver;) {
      const isNext = after === undefined ? sql`true` : sql`${id} > ${after}::uuid`;
      const step = await this.database.one<{ rows: number; last: string | null; wrong: WrongRow[] }>(sql`
        with step as (select * from ${rowsOf} where ${isNext} order by ${id} ${limit(ROWS_AT_ONCE)}),
        wrong as (select ${id} as id, ${says} as says from step as ${rowsOf} where ${isWrong})
        select (select count(*)::integer from step) as rows,
          (select ${raw(key)} from step order by ${raw(key)} desc limit 1) as last,
          (select coalesce(json_agg(wrong order by id), '[]') from wrong) as wrong`);
      found.rows += step.rows;
      found.wrong.push(...step.wrong);
      isOver = step.last === null || step.rows < ROWS_AT_ONCE;
      after = step.last ?? undefined;
    }
    return found;
  }

  /**
   * Counts again. The row is locked first, by a statement of its own: whoever has already added something that is counted
   * either has counted it, which the second statement sees, or waits for us and counts it then.
   *
   * @returns whether the row is still there.
   */
  async recount(table: string, column: string, counted: Sql, id: string): Promise<boolean> {
    const rows = raw(table);
    return this.database.transaction(async () => {
      await this.database.execute(sql`select from ${rows} where id = ${id} for no key update`);
      const count = await this.database.execute(sql`update ${rows} set ${raw(column)} = (${counted}) where id = ${id}`);
      return count > 0;
    });
  }
}
