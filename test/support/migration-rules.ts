import { setFlagsFromString } from 'node:v8';
import { parse } from 'libpg-query';

// V8 would optimise the parser's largest function in the background for seconds, and a process that wants to end waits for that:
// jest would take it for one that something keeps open.
setFlagsFromString('--wasm-tiering-budget=2000000000');

/** Syntax trees as PostgreSQL's own parser makes them: objects with one key, the kind of the node. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Node = any;

/** One migration as it is judged: the texts that it runs, in order. */
export interface Judged {
  name: string;
  texts: readonly string[];
  /** False: each text is a transaction of its own. */
  isTransactional: boolean;
  /** Whether it says that the version before no longer needs what it takes away. */
  isContract: boolean;
}

/** Functions that give all rows the same value, so that no row is written when a column with such a default is added. */
const SAME_FOR_ALL_ROWS = ['now', 'transaction_timestamp', 'statement_timestamp'];

const REWRITES: Record<string, string> = {
  AT_AlterColumnType: 'a change of type writes the table anew',
  AT_SetLogged: 'the table is written anew',
  AT_SetUnLogged: 'the table is written anew',
  AT_SetTableSpace: 'the table is copied',
  AT_SetAccessMethod: 'the table is written anew',
};
const TAKES_AWAY: Record<string, string> = {
  AT_DropColumn: 'the version before still reads this column',
};
const HOLDS_UP: Record<string, string> = {
  ClusterStmt: 'the table is written anew',
  VacuumStmt: 'PostgreSQL does that by itself',
  LockStmt: 'a lock for others to wait at',
  TruncateStmt: 'rows that the version before still reads',
  DoStmt: 'nobody can read from outside what it does: say it in SQL',
};

/**
 * What in these migrations would hold up or break the version that is still running while they do: locks that last as long as
 * the table is large, and what it still needs. Tables that a migration itself makes are nobody's yet.
 *
 * @see https://www.postgresql.org/docs/current/sql-altertable.html (Notes)
 */
export async function findingsIn(migrations: readonly Judged[]): Promise<string[]> {
  const judge = new Judge();
  for (const migration of migrations) await judge.read(migration);
  return judge.findings;
}

class Judge {
  readonly findings: string[] = [];
  /** `table.column` for which a validated constraint says that it is never null. */
  private readonly neverNull = new Set<string>();
  /** By constraint, the `table.column` that it says this of. */
  private readonly notNullChecks = new Map<string, string>();
  private migration!: Judged;
  private own = new Set<string>();
  private dropped = new Set<string>();
  private addedHere = new Set<string>();

  async read(migration: Judged): Promise<void> {
    this.migration = migration;
    this.own = new Set();
    this.dropped = new Set();
    this.addedHere = new Set();
    for (const text of migration.texts) {
      if (!migration.isTransactional) this.addedHere = new Set();
      const { stmts = [] } = await parse(text);
      for (const { stmt } of stmts as Node[]) {
        const [kind, node] = Object.entries(stmt as object)[0] as [string, Node];
        this.judge(kind, node, stmts.length);
      }
    }
  }

  private judge(kind: string, node: Node, statements: number): void {
    if (kind === 'CreateStmt') this.own.add(node.relation.relname);
    if (kind === 'AlterTableStmt' && !this.isOwn(node)) {
      for (const { AlterTableCmd: command } of node.cmds) this.alter(node.relation.relname, command);
    }
    if (kind === 'IndexStmt' && !this.isOwn(node)) this.index(node, statements);
    if (kind === 'DropStmt') this.drop(node);
    if (kind === 'RenameStmt' && !this.isOwn(node) && /TABLE|COLUMN|VIEW/.test(node.renameType)) {
      this.contract(`rename of ${node.relation.relname}`, 'the version before knows the old name');
    }
    if (/^(Update|Delete)Stmt$/.test(kind) && !this.isOwn(node) && this.migration.isTransactional) {
      this.find(
        node.relation.relname,
        'rows are locked until all are written: fill them in batches, outside of a transaction',
      );
    }
    if (HOLDS_UP[kind]) this.find(kind, HOLDS_UP[kind]);
  }

  private alter(table: string, { subtype, name, def }: Node): void {
    const what = `${table}.${name ?? ''}`;
    if (REWRITES[subtype]) this.find(what, REWRITES[subtype]);
    if (TAKES_AWAY[subtype]) this.contract(what, TAKES_AWAY[subtype]);
    if (subtype === 'AT_ColumnDefault' && !def)
      this.contract(what, 'the version before leaves this column out of its inserts');
    if (subtype === 'AT_SetNotNull' && !this.neverNull.has(what)) {
      this.find(
        what,
        'every row is looked at: add `check (… is not null) not valid`, validate it, then this costs nothing',
      );
    }
    if (subtype === 'AT_AddColumn') this.addColumn(table, def.ColumnDef);
    if (subtype === 'AT_AddConstraint') this.addConstraint(table, def.Constraint);
    if (subtype === 'AT_ValidateConstraint') this.validate(table, name);
  }

  private addColumn(table: string, column: Node): void {
    const what = `${table}.${column.colname}`;
    const constraints: Node[] = (column.constraints ?? []).map((one: Node) => one.Constraint);
    const has = (type: string) => constraints.find(({ contype }) => contype === type);
    const initial = has('CONSTR_DEFAULT');
    if (initial && !isSameForAllRows(initial.raw_expr))
      this.find(what, 'a default of its own for each row writes the table anew');
    if (has('CONSTR_GENERATED') || has('CONSTR_IDENTITY') || /serial/.test(JSON.stringify(column.typeName))) {
      this.find(what, 'a value of its own for each row writes the table anew');
    }
    if (has('CONSTR_NOTNULL') && !initial)
      this.find(what, 'the version before inserts no value for it: give it a default');
    if (has('CONSTR_CHECK')) this.find(what, 'every row is looked at: add the check `not valid`, and validate it');
    if (has('CONSTR_UNIQUE') || has('CONSTR_PRIMARY'))
      this.find(what, 'an index is built under a lock: build it concurrently');
    if (has('CONSTR_FOREIGN') && initial) this.find(what, 'every row is looked up: add the foreign key `not valid`');
  }

  private addConstraint(table: string, constraint: Node): void {
    const what = `${table} ${constraint.conname}`;
    const isCheck = constraint.contype === 'CONSTR_CHECK' || constraint.contype === 'CONSTR_FOREIGN';
    if (isCheck && !constraint.skip_validation)
      this.find(what, 'every row is looked at: add it `not valid`, and validate it');
    if (!isCheck && !constraint.indexname)
      this.find(what, 'an index is built under a lock: build it concurrently, then `using index`');
    this.addedHere.add(what);
    const test = constraint.raw_expr?.NullTest;
    if (test?.nulltesttype !== 'IS_NOT_NULL') return;
    const column: string = test.arg.ColumnRef.fields.at(-1).String.sval;
    this.notNullChecks.set(what, `${table}.${column}`);
  }

  private validate(table: string, name: string): void {
    const what = `${table} ${name}`;
    if (this.addedHere.has(what))
      this.find(what, 'validated under the lock of the statement that added it: do it in a transaction of its own');
    const column = this.notNullChecks.get(what);
    if (column) this.neverNull.add(column);
  }

  private index({ idxname: name, concurrent }: Node, statements: number): void {
    if (!concurrent) this.find(name, 'nobody can write meanwhile: `create index concurrently`');
    else if (this.migration.isTransactional || statements > 1) {
      this.find(
        name,
        'PostgreSQL builds concurrently outside of a transaction only: `transaction = false`, one statement a query',
      );
    } else if (!this.dropped.has(name)) {
      this.find(name, 'when it was broken off, half an index is left: `drop index concurrently if exists` before it');
    }
  }

  private drop({ removeType: type, objects }: Node): void {
    for (const object of objects) {
      const name: string = object.List?.items.at(-1).String.sval ?? '';
      if (type === 'OBJECT_INDEX') this.dropped.add(name);
      if (/^OBJECT_(TABLE|VIEW|COLUMN)$/.test(type) && !this.own.has(name)) {
        this.contract(name, 'the version before still reads it');
      }
    }
  }

  private isOwn({ relation }: Node): boolean {
    return this.own.has(relation?.relname);
  }

  private contract(what: string, why: string): void {
    if (!this.migration.isContract)
      this.find(what, `${why} (a migration of the version after says so in \`contract\`)`);
  }

  private find(what: string, why: string): void {
    this.findings.push(`${this.migration.name}: ${what}: ${why}`);
  }
}

function isSameForAllRows(expression: Node): boolean {
  const calls = [...JSON.stringify(expression).matchAll(/"funcname":\[(.*?)\]/g)];
  return calls.every(([, names]) => SAME_FOR_ALL_ROWS.includes(/"sval":"(\w+)"\}\}$/.exec(names ?? '')?.[1] ?? ''));
}
