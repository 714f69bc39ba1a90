import { Injectable } from '@nestjs/common';
import { raw, type Sql, sql } from '../database/sql.js';
import { type RowRule, VerifiedRowsRepository, type WrongRow } from './verified-rows.repository.js';

/** A number that is stored so that nobody has to count, on a row with an `id`. */
export interface StoredCount {
  table: string;
  column: string;
  /** What it must be: a subquery about a row of the table, by the table's own name. */
  counted: Sql;
}

/** What became of one rule. */
export interface Finding {
  rule: string;
  /** Rows that were looked at. */
  rows: number;
  wrong: WrongRow[];
  /** How many of the wrong ones are right now. */
  repaired: number;
}

interface Rule {
  name: string;
  examine: () => Promise<{ rows: number; wrong: WrongRow[] }>;
  repair?: (id: string) => Promise<boolean>;
}

/**
 * What must hold in the database and is not a constraint: counts, and rows of one table that answer to another's. Rooms say it
 * before the application starts; `kitchen verify` looks. All of it is held up by triggers and transactions, so a finding is a
 * mistake of ours, a meddling hand, or a backup that was restored by halves.
 */
@Injectable()
export class Verification {
  private readonly rules: Rule[] = [];

  constructor(private readonly verified: VerifiedRowsRepository) {}

  /** The one kind of rule that can be repaired: what is counted is the truth. */
  addCount({ table, column, counted }: StoredCount): void {
    const stored = raw(`${table}.${column}`);
    this.rules.push({
      name: `${table}.${column}`,
      examine: () =>
        this.verified.examine({
          table,
          isWrong: sql`${stored} <> (${counted})`,
          says: sql`'says ' || ${stored} || ', is ' || (${counted})`,
        }),
      repair: (id) => this.verified.recount(table, column, counted, id),
    });
  }

  /** @param name says in a few words what a row is for which the rule does not hold. */
  addRule(name: string, rule: RowRule): void {
    this.rules.push({ name, examine: () => this.verified.examine(rule) });
  }

  /** The same for what a condition on rows does not tell. @param repair is given the `id` of what was found wrong. */
  addSearch(name: string, examine: Rule['examine'], repair?: Rule['repair']): void {
    this.rules.push({ name, examine, ...(repair && { repair }) });
  }

  /** One rule after the other. Others may read and write meanwhile. */
  async *run({ repairs }: { repairs: boolean }): AsyncGenerator<Finding, void> {
    for (const { name, examine, repair } of this.rules) {
      const { rows, wrong } = await examine();
      let repaired = 0;
      if (repairs && repair) for (const { id } of wrong) if (await repair(id)) repaired++;
      yield { rule: name, rows, wrong, repaired };
    }
  }
}
