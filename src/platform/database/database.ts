import { Injectable } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import type { QueryResultRow } from 'pg';
import { Config } from '../config/load-config.js';
import { PublicChanges } from '../public-answers/public-changes.js';
import type { AmbientTransactionAdapter, RunningTransaction } from './ambient-transactions.js';
import { Connection, NotRunError } from './connection.js';
import { Connections } from './connections.js';
import { LockPatience, SHORT_PATIENCE } from './lock-patience.js';
import type { AboutStatement } from './named-statements.js';
import { Pipeline } from './pipeline.js';
import type { Outcome } from './prepared-execution.js';
import type { Statement } from './sql.js';

/** Of each statement, its rows. */
type RowsOf<Rows extends QueryResultRow[]> = { [At in keyof Rows]: Rows[At][] };

/**
 * How repositories speak SQL: `` database.many<Row>(sql`select … where owner_id = ${ownerId}`) ``. Values travel apart from the
 * text, and statements are prepared once per connection. Inside `@Transactional()` everything runs on that transaction's
 * connection, outside of it on any connection of the pool.
 *
 * Every method throws the domain error declared for a violated constraint, or pg's own error (503 when the database is away).
 */
@Injectable()
export class Database {
  private readonly namesStatements: boolean;
  private readonly lockPatience = new LockPatience();
  private readonly pipeline: Pipeline;

  constructor(
    private readonly connections: Connections,
    config: Config,
    private readonly transactions: TransactionHost<AmbientTransactionAdapter>,
    private readonly publicChanges: PublicChanges,
  ) {
    this.namesStatements = config.get('DATABASE_NAMED_STATEMENTS');
    this.pipeline = new Pipeline((use) => this.lend(use), config.get('DATABASE_POOL_SIZE'));
  }

  async many<Row extends QueryResultRow>(statement: Statement): Promise<Row[]> {
    return (await this.run<Row>(statement)).rows;
  }

  async maybeOne<Row extends QueryResultRow>(statement: Statement): Promise<Row | undefined> {
    return (await this.run<Row>(statement)).rows[0];
  }

  /** For statements that always give a row, such as `insert … returning`. */
  async one<Row extends QueryResultRow>(statement: Statement): Promise<Row> {
    const row = await this.maybeOne<Row>(statement);
    if (!row) throw new Error('A statement that always gives a row gave none.');
    return row;
  }

  /** @returns how many rows were changed. */
  async execute(statement: Statement): Promise<number> {
    return (await this.run(statement)).rowCount ?? 0;
  }

  /**
   * Runs statements one after the other, all of them or none, in one message: none may need what another one gave. As all that is
   * run, they belong to the transaction that is open; where none is, they are one.
   *
   * @returns their rows.
   */
  async together<Rows extends QueryResultRow[]>(statements: readonly Statement[]): Promise<RowsOf<Rows>> {
    if (statements.some(({ statement, values }) => this.lockPatience.isShortFor(statement.text, values))) {
      return (await this.transaction(() => this.oneByOne(statements))) as RowsOf<Rows>;
    }
    const running = this.transactions.tx;
    try {
      const outcomes = await (running
        ? running.connection.runInOrder(statements)
        : this.lend((connection) => connection.runInOrder(statements)));
      await this.countPublicChanges(statements);
      return outcomes.map(({ rows }) => rows) as RowsOf<Rows>;
    } catch (error) {
      // Which of them has waited is not known; they are asked together the next time as well.
      for (const { statement, values } of statements) this.lockPatience.learn(statement.text, values, error);
      throw error;
    }
  }

  /** Whether a transaction is open, which {@link transaction} would join. */
  get isInTransaction(): boolean {
    return this.transactions.tx !== undefined;
  }

  /** Runs `work` in the transaction that is open, or in a new one. Services prefer `@Transactional()`. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.withTransaction(work);
  }

  /**
   * Runs a statement as the last of the running transaction, in one message with its commit, or now if none is open. When it fails,
   * nothing is committed, and whoever waits for the transaction is told.
   */
  async atCommit(last: Statement): Promise<void> {
    const running = this.transactions.tx;
    if (!running) {
      await this.run(last);
      return;
    }
    running.atCommit.push(last);
    await this.countPublicChanges([last]);
  }

  /** Runs `callback` once the running transaction is committed (never if it is rolled back); at once if none is open. */
  async afterCommit(callback: () => unknown): Promise<void> {
    const running = this.transactions.tx;
    if (running) running.afterCommit.push(callback);
    else await callback();
  }

  private async run<Row extends QueryResultRow>(asked: Statement): Promise<Outcome<Row>> {
    const { statement, values } = asked;
    const running = this.transactions.tx;
    if (this.lockPatience.isShortFor(statement.text, values)) {
      if (!running) return this.transaction(() => this.run<Row>(asked));
      await running.connection.run(SHORT_PATIENCE);
    }
    const isPipelined = this.namesStatements && asked.isPipelined === true;
    const result = await this.send<Row>(statement, values, running, isPipelined);
    await this.countPublicChanges([asked]);
    return result;
  }

  private async oneByOne(statements: readonly Statement[]): Promise<QueryResultRow[][]> {
    const all = [];
    for (const statement of statements) all.push(await this.many(statement));
    return all;
  }

  private async countPublicChanges(asked: readonly Statement[]): Promise<void> {
    if (!asked.some(({ statement }) => statement.isPublicChange)) return;
    await this.afterCommit(() => {
      this.publicChanges.count();
    });
  }

  private async send<Row extends QueryResultRow>(
    statement: AboutStatement,
    values: readonly unknown[],
    running: RunningTransaction | undefined,
    isPipelined: boolean,
  ): Promise<Outcome<Row>> {
    try {
      if (running) return await running.connection.run<Row>(statement, values);
      if (isPipelined) return await this.pipeline.ask<Row>(statement, values);
      return await this.lend((connection) => connection.run<Row>(statement, values));
    } catch (error) {
      if (error instanceof NotRunError) return this.run<Row>({ statement, values });
      this.lockPatience.learn(statement.text, values, error);
      throw error;
    }
  }

  private lend<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    return Connection.lend(this.connections, this.namesStatements, use);
  }
}
