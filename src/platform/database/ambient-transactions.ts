import type { TransactionalAdapter } from '@nestjs-cls/transactional';
import { Connection, type ToRun } from './connection.js';
import { Connections } from './connections.js';

/** The transaction that runs in the current asynchronous context. */
export interface RunningTransaction {
  readonly connection: Connection;
  /** Run in order with the commit, in the same message; see `Database.atCommit`. */
  readonly atCommit: ToRun[];
  /** Called in order once the commit is certain; see `Database.afterCommit`. */
  readonly afterCommit: (() => unknown)[];
}

type Options = Record<string, never>;
type SetTransaction = (transaction?: RunningTransaction) => void;

/**
 * Ambient transactions for nestjs-cls over TypeORM's pool. In place of the ready-made adapter, because holding pg's
 * connection itself lets us refuse a COMMIT that was a silent ROLLBACK, take a broken connection out of the pool, and run
 * what must happen only after a commit (docs/adr/0004).
 */
export class AmbientTransactionAdapter implements TransactionalAdapter<
  Connections,
  RunningTransaction | undefined,
  Options
> {
  readonly connectionToken = Connections;
  readonly supportsTransactionProxy = false;

  constructor(private readonly namesStatements: boolean) {}

  readonly optionsFactory = (connections: Connections) => ({
    getFallbackInstance: () => undefined,
    wrapWithTransaction: async <T>(_options: Options, work: () => Promise<T>, set: SetTransaction): Promise<T> => {
      const [atCommit, afterCommit]: [ToRun[], RunningTransaction['afterCommit']] = [[], []];
      const result = await Connection.lend(connections, this.namesStatements, (connection) => {
        set({ connection, atCommit, afterCommit });
        return connection.transact(work, atCommit).finally(() => set(undefined));
      });
      for (const callback of afterCommit) await callback();
      return result;
    },
  });
}
