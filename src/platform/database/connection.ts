import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { Sql } from 'sql-template-tag';
import { errorOfConstraint } from '../errors/define-errors.js';
import { inSpan, type SpanDescription } from '../tracing/spans.js';
import { columnTypes } from './column-types.js';
import { QUERY_TIMEOUT_MILLIS } from './data-source.js';
import { aboutStatement } from './named-statements.js';
import { isReportedByServer } from './postgres-errors.js';
import { type Outcome, PreparedExecution } from './prepared-execution.js';
import { RowShape } from './row-shape.js';

/** A statement's text, with `$1` and so on where its values go. */
export type Statement = Pick<Sql, 'text' | 'values'>;

const command = (text: string): Statement => ({ text, values: [] });
const [BEGIN, COMMIT, ROLLBACK] = [command('begin'), command('commit'), command('rollback')];

/** PostgreSQL keeps each until the connection ends; further ones are planned anew at each call. */
const MAX_PREPARED = 500;

/** Of each connection, the statements that it has prepared and run before. */
const known = new WeakMap<PoolClient, Map<string, RowShape>>();
const watched = new WeakSet<PoolClient>();
const lost = new WeakSet<PoolClient>();

/** The server may end a connection between two statements, when no query is there to fail: an `error` that nobody heard would end us. */
function watch(client: PoolClient): void {
  if (watched.has(client)) return;
  watched.add(client);
  client.on('error', () => lost.add(client));
}

function shapesOf(client: PoolClient): Map<string, RowShape> {
  const before = known.get(client);
  if (before) return before;
  const shapes = new Map<string, RowShape>();
  known.set(client, shapes);
  return shapes;
}

/** Where connections come from. */
export interface Lender {
  connect(): Promise<PoolClient>;
}

/** A connection that was lent. */
export class Connection {
  private isBroken = false;

  private constructor(
    private readonly client: PoolClient,
    private readonly namesStatements: boolean,
  ) {}

  /**
   * Lends a connection for the time of `use`. One that failed in any other way than by an error which the server
   * reported (a timeout, a broken socket) may still be busy or half open, so it leaves the pool.
   */
  static async lend<T>(
    lender: Lender,
    namesStatements: boolean,
    use: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const client = await lender.connect();
    watch(client);
    const connection = new Connection(client, namesStatements);
    try {
      return await use(connection);
    } finally {
      client.release(connection.isBroken || lost.has(client));
    }
  }

  /**
   * Runs one statement.
   *
   * @throws the domain error that a room declared for a violated constraint, else pg's own error.
   */
  async run<Row extends QueryResultRow>({ text, values }: Statement): Promise<Outcome<Row>> {
    const query = { text, values, types: columnTypes };
    if (!this.namesStatements) return this.send<Row>(query);
    const { name } = aboutStatement(text);
    const shapes = shapesOf(this.client);
    const shape = shapes.get(name);
    if (shape) return this.watched(text, () => PreparedExecution.run<Row>(this.client, name, values, shape));
    if (shapes.size >= MAX_PREPARED) return this.send<Row>(query);
    const first = await this.send<Row>({ ...query, name });
    shapes.set(name, new RowShape(first.fields));
    return first;
  }

  /** Begins a transaction around `work`; see {@link AmbientTransactionAdapter}. */
  async transact<T>(work: () => Promise<T>): Promise<T> {
    await this.run(BEGIN);
    try {
      const result = await work();
      await this.commit();
      return result;
    } catch (error) {
      if (!this.isBroken && !lost.has(this.client)) await this.run(ROLLBACK);
      throw error;
    }
  }

  /** PostgreSQL answers COMMIT of a failed transaction with a silent ROLLBACK: that must not look like success. */
  private async commit(): Promise<void> {
    const { command } = await this.run(COMMIT);
    if (command !== 'COMMIT') {
      throw new Error('Rolled back at commit: an SQL error inside the transaction was caught and not thrown on.');
    }
  }

  /** Asks the way of pg. */
  private send<Row extends QueryResultRow>(query: QueryConfig): Promise<QueryResult<Row>> {
    const limited: QueryConfig & { query_timeout: number } = { ...query, query_timeout: QUERY_TIMEOUT_MILLIS };
    return this.watched(query.text, () => this.client.query<Row>(limited));
  }

  private async watched<T>(text: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await inSpan(() => describe(text), ask);
    } catch (error) {
      this.isBroken ||= !isReportedByServer(error);
      // Made where the answer was read, of which nobody learns who asked.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw (isReportedByServer(error) && error.constraint && errorOfConstraint(error.constraint)) || error;
    }
  }
}

/** As OpenTelemetry wants it: the text has placeholders where the values go, so it holds none. */
function describe(text: string): SpanDescription {
  const [, operation = ''] = /^\s*(\w+)/.exec(text) ?? [];
  const [, table] = /\b(?:from|into|update)\s+(?:only\s+)?([\w.]+)/i.exec(text) ?? [];
  return {
    name: table === undefined ? operation : `${operation} ${table}`,
    kind: 'client',
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      'db.query.text': text,
      ...(table !== undefined && { 'db.collection.name': table }),
    },
  };
}
