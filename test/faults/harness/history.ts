import type { Postgres } from './postgres.js';

/** What is written; `batch` is three todos at once, and `edit` a new title for a todo that is there. */
export type Kind = 'post' | 'comment' | 'todo' | 'batch' | 'edit';

interface Entry {
  kind: Kind;
  /** Stands in what is written, so that it can be found. For an edit the todo and a number that only grows. */
  mark: string;
  outcome: 'begun' | 'acknowledged' | 'refused';
  todoId?: string;
  number?: number;
  status?: number;
}

/** Where each mark is found, how often. */
const FOUND: Record<Exclude<Kind, 'edit'>, string> = {
  post: 'select title as mark, count(*)::int as rows from posts group by title',
  comment: 'select body as mark, count(*)::int as rows from comments group by body',
  todo: `select title as mark, count(*)::int as rows from todos where title like 'todo %' group by title`,
  batch: `select split_part(title, '/', 1) as mark, count(*)::int as rows from todos where title like 'batch %' group by 1`,
};
const ROWS: Record<Exclude<Kind, 'edit'>, number> = { post: 1, comment: 1, todo: 1, batch: 3 };

/** Everything that was asked for and what was answered, in order; nothing is ever taken back. */
export class History {
  private readonly entries: Entry[] = [];

  append(entry: Entry): void {
    this.entries.push(entry);
  }

  get acknowledged(): number {
    return this.entries.filter(({ outcome }) => outcome === 'acknowledged').length;
  }

  /** Writes of which nobody knows whether they were made. */
  get unknown(): number {
    return this.marks('begun').size - this.marks('acknowledged').size;
  }

  /** Answers that are neither a success nor "not now". */
  get refusals(): string[] {
    return this.entries.filter(({ outcome }) => outcome === 'refused').map(({ kind, status }) => `${kind} ${status}`);
  }

  /** What does not agree with the database: acknowledged writes that are lost, half writes, and those that were made twice. */
  async disagreements({ sql }: Pick<Postgres, 'sql'>): Promise<string[]> {
    const wrong: string[] = [];
    const acknowledged = this.marks('acknowledged');
    for (const kind of ['post', 'comment', 'todo', 'batch'] as const) {
      const found = new Map(
        (await sql<{ mark: string; rows: number }>(FOUND[kind])).map((row) => [row.mark, row.rows]),
      );
      for (const mark of this.marks('begun', kind)) {
        const rows = found.get(mark) ?? 0;
        if (rows === 0 && acknowledged.has(mark)) wrong.push(`lost: ${mark}`);
        else if (rows !== 0 && rows !== ROWS[kind]) wrong.push(`${rows} instead of ${ROWS[kind]} rows: ${mark}`);
      }
    }
    return [...wrong, ...(await this.wrongEdits(sql))];
  }

  /** The number in a todo's title is the last one acknowledged, or that of a later edit nobody knows of. */
  private async wrongEdits(sql: Postgres['sql']): Promise<string[]> {
    const last = new Map<string, number>();
    for (const { kind, outcome, todoId, number } of this.entries)
      if (kind === 'edit' && outcome === 'acknowledged') last.set(todoId!, number!);
    const rows = await sql<{ id: string; number: number }>(
      `select id, split_part(title, ' ', 2)::int as number from todos where title like 'edited %'`,
    );
    const stored = new Map(rows.map(({ id, number }) => [id, number]));
    return [...last].flatMap(([id, number]) => {
      const is = stored.get(id) ?? -1;
      return is < number ? [`todo ${id} has edit ${is}, although ${number} was acknowledged`] : [];
    });
  }

  private marks(outcome: Entry['outcome'], kind?: Kind): Set<string> {
    const some = this.entries.filter(
      (entry) => entry.outcome === outcome && (kind === undefined || entry.kind === kind),
    );
    return new Set(some.map(({ mark }) => mark));
  }
}
