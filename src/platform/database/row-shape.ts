import type { FieldDef } from 'pg';
import { columnTypes } from './column-types.js';

interface Column {
  name: string;
  parse: (text: string) => unknown;
}

const parserOf = columnTypes.getTypeParser as (type: number) => Column['parse'];

/** What the rows of a statement look like, worked out once instead of at every call. */
export class RowShape {
  private readonly columns: readonly Column[];
  /** Rows that begin as copies of one object have one hidden class, in which V8 finds their members fast. */
  private readonly empty: Readonly<Record<string, unknown>>;

  constructor(fields: readonly FieldDef[]) {
    this.columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
    this.empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
  }

  /** @param values as PostgreSQL wrote them, in the order of the columns. */
  read(values: readonly (string | null)[]): Record<string, unknown> {
    const row = { ...this.empty };
    let at = 0;
    for (const { name, parse } of this.columns) {
      const value = values[at++];
      if (typeof value === 'string') row[name] = parse(value);
    }
    return row;
  }
}
