import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { empty, limit, type Sql, sql } from '../../../platform/database/sql.js';
import { IS_ALIVE } from '../todo-filters.js';
import type { TodoLabelView } from './todo-label.view.js';

/** In the order of letters, capitals beside the small ones. */
export type LabelKey = readonly [sortedBy: string, label: string];
export type LabelRow = TodoLabelView & { sortedBy: string };

@Injectable()
export class TodoLabelsRepository {
  constructor(private readonly database: Database) {}

  /** Looks at the member's labelled todos, and at nothing else. */
  async list(ownerId: string, prefix: string, count: number, after: LabelKey | undefined): Promise<LabelRow[]> {
    const isNamed = prefix === '' ? empty : sql`and starts_with(lower(label), lower(${prefix}))`;
    const isAfter = after === undefined ? empty : sql`where ("sortedBy", label) > (${after[0]}, ${after[1]})`;
    return this.database.many<LabelRow>(sql`
      select label, "openCount", "doneCount", "sortedBy" from (
        select label collate "C" as label, lower(label) collate "C" as "sortedBy",
          count(*) filter (where completed_at is null)::int as "openCount", count(completed_at)::int as "doneCount"
        from todos, unnest(labels) as label
        where owner_id = ${ownerId} and labels <> '{}' and ${IS_ALIVE} ${isNamed}
        group by label) as used
      ${isAfter}
      order by "sortedBy", label ${limit(count)}`);
  }

  async count(ownerId: string, label: string): Promise<TodoLabelView> {
    return this.database.one<TodoLabelView & Record<string, unknown>>(sql`
      select ${label}::text as label,
        count(*) filter (where completed_at is null)::int as "openCount", count(completed_at)::int as "doneCount"
      from todos where ${hasLabel(ownerId, label)} and ${IS_ALIVE}`);
  }

  async isUsed(ownerId: string, label: string): Promise<boolean> {
    const row = await this.database.maybeOne(sql`select from todos where ${hasLabel(ownerId, label)} limit 1`);
    return row !== undefined;
  }

  /** In the trash as well, so that nothing comes back with the old name. @returns how many todos had it. */
  async rename(ownerId: string, label: string, name: string): Promise<number> {
    return this.relabel(
      ownerId,
      label,
      sql`array(
      select renamed from unnest(array_replace(labels, ${label}, ${name})) with ordinality as each (renamed, place)
      group by renamed order by min(place))`,
    );
  }

  /** In the trash as well. @returns how many todos had it. */
  async remove(ownerId: string, label: string): Promise<number> {
    return this.relabel(ownerId, label, sql`array_remove(labels, ${label})`);
  }

  private async relabel(ownerId: string, label: string, labels: Sql): Promise<number> {
    return this.database.execute(sql`
      update todos set labels = ${labels}, version = version + 1, updated_at = now()
      where ${hasLabel(ownerId, label)}`);
  }
}

function hasLabel(ownerId: string, label: string): Sql {
  return sql`owner_id = ${ownerId} and labels @> array[${label}]::text[]`;
}
