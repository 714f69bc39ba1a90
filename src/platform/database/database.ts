import { Injectable } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import type { QueryResultRow } from 'pg';
import { Config } from '../config/load-config.js';
import { PublicChanges } from '../public-answers/public-changes.js';
import type { AmbientTransactionAdapter, RunningTransaction } from './ambient-transactions.js';
import { Connection, NotRunError } from './connection.js';
import { Connections } from './connections.js';
import { LockPatience, SHORT_PATIENCE } from './lock-patience.js';
import { type AboutStatement, aboutStatement } from './named-statements.js';
import { Pipeline } from './pipeline.js';
import type { Outcome } from './prepared-execution.js';
import type { Statement } from './sql.js';

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
  private readonly pipeline = new Pipeline((use) => this.lend(use));

  constructor(
    private readonly connections: Connections,
    config: Config,
    private readonly transactions: TransactionHost<AmbientTransactionAdapter>,
    private readonly publicChanges: PublicChanges,
  ) {
    this.namesStatements = config.get('DATABASE_NAMED_STATEMENTS');
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

  /** Whether a transaction is open, which {@link transaction} would join. */
  get isInTransaction(): boolean {
    return this.transactions.tx !== undefined;
  }

  /** Runs `work` in the transaction that is open, or in a new one. Services prefer `@Transactional()`. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.withTransaction(work);
  }

  /** Runs `callback` once the running transaction is committed (never if it is rolled back); at once if none is open. */
  async afterCommit(callback: () => unknown): Promise<void> {
    const running = this.transactions.tx;
    if (running) running.afterCommit.push(callback);
    else await callback();
  }

  private async run<Row extends QueryResultRow>(asked: Statement): Promise<Outcome<Row>> {
    // Read once: a template puts its text together each time.
    const { text, values } = asked;
    const running = this.transactions.tx;
    if (this.lockPatience.isShortFor(text)) {
      if (!running) return this.transaction(() => this.run<Row>({ text, values }));
      await running.connection.run(SHORT_PATIENCE);
    }
    const statement = aboutStatement(text);
    const isPipelined = this.namesStatements && asked.isPipelined === true;
    const result = await this.send<Row>(statement, values, running, isPipelined);
    if (statement.isPublicChange) {
      await this.afterCommit(() => {
        this.publicChanges.count();
      });
    }
    return result;
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
      if (error instanceof NotRunError) return this.run<Row>({ text: statement.text, values: [...values] });
      this.lockPatience.learn(statement.text, error);
      throw error;
    }
  }

  private lend<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    return Connection.lend(this.connections, this.namesStatements, use);
  }
}
