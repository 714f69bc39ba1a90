import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { asking } from './asking.js';
import { columnTypes } from './column-types.js';
import { QUERY_TIMEOUT_MILLIS } from './data-source.js';
import { type AboutStatement, aboutStatement } from './named-statements.js';
import { isReportedByServer } from './postgres-errors.js';
import { type Outcome, PreparedExecution, type SentValue } from './prepared-execution.js';
import { PreparedExecutions } from './prepared-executions.js';
import { RowShape } from './row-shape.js';

/** A statement to be run. */
export interface ToRun {
  readonly statement: AboutStatement;
  readonly values: readonly unknown[];
}

/** A statement that somebody waits for. */
export interface Asked {
  readonly statement: AboutStatement;
  readonly values: readonly SentValue[];
  readonly resolve: (outcome: Outcome<QueryResultRow>) => void;
  readonly reject: (error: unknown) => void;
}

/** One that was sent before it in the same message has failed; it may be asked again. */
export class NotRunError extends Error {}

const [BEGIN, COMMIT, ROLLBACK] = [aboutStatement('begin'), aboutStatement('commit'), aboutStatement('rollback')];

/** PostgreSQL keeps each until the connection ends; further ones are planned anew at each call. */
const MAX_PREPARED = 500;

/** Of each connection, what the rows look like of the statements that it has prepared and run before, by name. */
type Shapes = Map<string, RowShape>;

const known = new WeakMap<PoolClient, Shapes>();
const heard = new WeakSet<PoolClient>();
const lost = new WeakSet<PoolClient>();

/** The server may end a connection between two statements, when no query is there to fail: an `error` that nobody heard would end us. */
function hear(client: PoolClient): void {
  if (heard.has(client)) return;
  heard.add(client);
  client.on('error', () => lost.add(client));
}

function shapesOf(client: PoolClient): Shapes {
  const before = known.get(client);
  if (before) return before;
  const shapes: Shapes = new Map();
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
  /** `due` when one has been opened of which PostgreSQL knows nothing yet. */
  private transaction: 'none' | 'due' | 'begun' = 'none';
  private readonly shapes: Shapes;

  private constructor(
    private readonly client: PoolClient,
    private readonly namesStatements: boolean,
  ) {
    this.shapes = shapesOf(client);
  }

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
    hear(client);
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
  run<Row extends QueryResultRow>(statement: AboutStatement, values: readonly unknown[] = []): Promise<Outcome<Row>> {
    return this.runAlone<Row>({ statement, values });
  }

  /**
   * Runs statements one after the other, all of them or none, in one message once this connection has prepared them all. Where no
   * transaction is open they are one.
   *
   * @throws as {@link run}
   */
  async runInOrder(all: readonly ToRun[]): Promise<Outcome<QueryResultRow>[]> {
    const prepared = all.flatMap(({ statement: { name, text }, values }) => {
      const shape = this.shapes.get(name);
      return shape ? { text, execution: new PreparedExecution(name, values.map(prepareValue), shape) } : [];
    });
    if (prepared.length < all.length) {
      return this.transaction === 'none' ? this.transact(() => this.runOneByOne(all)) : this.runOneByOne(all);
    }
    const opening = await this.openingBefore(true);
    const message = [...opening, ...prepared.map(({ execution }) => execution)];
    const answered = this.noting(PreparedExecutions.run(this.client, message));
    return Promise.all(
      prepared.map(({ text, execution }) => asking(text, () => answered.then(() => execution.outcome))),
    );
  }

  /** Runs statements that change nothing, in one message as far as this connection has prepared them. Whoever asked is told. */
  async runTogether(all: readonly Asked[]): Promise<void> {
    const [prepared, executions, others]: [Asked[], PreparedExecution[], Asked[]] = [[], [], []];
    for (const asked of all) {
      const { name } = asked.statement;
      const shape = this.shapes.get(name);
      if (!shape) others.push(asked);
      else {
        prepared.push(asked);
        executions.push(new PreparedExecution(name, asked.values, shape));
      }
    }
    if (executions.length > 0) await this.runPrepared(prepared, executions);
    for (const { statement, values, resolve, reject } of others) {
      await this.ask(statement, values).then(resolve, reject);
    }
  }

  /**
   * Opens a transaction around `work`; see {@link AmbientTransactionAdapter}. It is begun with its first statement, in the same
   * message; one without any never was.
   *
   * @param last what `work` leaves to be run after it. When one of these fails, PostgreSQL does not even read the COMMIT in the same
   * message.
   */
  async transact<T>(work: () => Promise<T>, last: readonly ToRun[] = []): Promise<T> {
    this.transaction = 'due';
    try {
      const result = await work();
      if (this.hasBegun || last.length > 0) await this.commit(last);
      return result;
    } catch (error) {
      if (this.hasBegun && !this.isBroken && !lost.has(this.client)) await this.run(ROLLBACK);
      throw error;
    } finally {
      this.transaction = 'none';
    }
  }

  private get hasBegun(): boolean {
    return this.transaction === 'begun';
  }

  /** PostgreSQL answers COMMIT of a failed transaction with a silent ROLLBACK: that must not look like success. */
  private async commit(last: readonly ToRun[]): Promise<void> {
    const outcomes = await this.runInOrder([...last, { statement: COMMIT, values: [] }]);
    if (outcomes.at(-1)?.command !== 'COMMIT') {
      throw new Error('Rolled back at commit: an SQL error inside the transaction was caught and not thrown on.');
    }
  }

  private async runOneByOne(all: readonly ToRun[]): Promise<Outcome<QueryResultRow>[]> {
    const outcomes = [];
    for (const each of all) outcomes.push(await this.runAlone(each));
    return outcomes;
  }

  private async runAlone<Row extends QueryResultRow>({ statement, values }: ToRun): Promise<Outcome<Row>> {
    const sent = values.map(prepareValue);
    return await asking(statement.text, () => this.ask<Row>(statement, sent));
  }

  private async runPrepared(asked: readonly Asked[], executions: readonly PreparedExecution[]): Promise<void> {
    const error = await this.noting(PreparedExecutions.run(this.client, executions)).catch((reason: unknown) => reason);
    const done = executions.filter(({ isComplete }) => isComplete).length;
    asked.forEach(({ resolve, reject }, at) => {
      const execution = executions[at];
      if (execution?.failure) reject(execution.failure);
      else if (execution?.isComplete) resolve(execution);
      else reject(at === done || this.isBroken ? error : new NotRunError());
    });
  }

  /** The first time in pg's way, which tells what the rows look like. */
  private async ask<Row extends QueryResultRow>(
    { name, text }: AboutStatement,
    values: readonly SentValue[],
  ): Promise<Outcome<Row>> {
    const shape = this.shapes.get(name);
    const opening = await this.openingBefore(shape !== undefined);
    if (shape) {
      const execution = new PreparedExecution<Row>(name, values, shape);
      await this.noting(PreparedExecutions.run(this.client, [...opening, execution]));
      return execution.outcome;
    }
    const isNamed = this.namesStatements && this.shapes.size < MAX_PREPARED;
    const query = { ...(isNamed && { name }), text, values: [...values], types: columnTypes };
    const limited: QueryConfig & { query_timeout: number } = { ...query, query_timeout: QUERY_TIMEOUT_MILLIS };
    const first = await this.noting(this.client.query<Row>(limited));
    if (isNamed) this.shapes.set(name, new RowShape(first.fields));
    return first;
  }

  /** @returns what begins the transaction, if one is due and can begin in the message of what is prepared. */
  private async openingBefore(isPrepared: boolean): Promise<PreparedExecution[]> {
    if (this.transaction !== 'due') return [];
    this.transaction = 'begun';
    const shapeOfBegin = this.shapes.get(BEGIN.name);
    if (isPrepared && shapeOfBegin) return [new PreparedExecution(BEGIN.name, [], shapeOfBegin)];
    await this.ask(BEGIN, []);
    return [];
  }

  private async noting<T>(asking: Promise<T>): Promise<T> {
    try {
      return await asking;
    } catch (error) {
      this.isBroken ||= !isReportedByServer(error);
      throw error;
    }
  }
}
