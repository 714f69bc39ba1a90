import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { poolOf } from './data-source.js';
import { PoolExhaustedError } from './postgres-errors.js';
import { Pulse } from './pulse.js';

/** How long somebody waits for a connection once others have waited in vain. */
const KNOWN_MILLIS = 250;

/** Those that are idle, lent or being opened. pg-pool has it, and its types have not. */
interface WithClients {
  _clients: readonly PoolClient[];
}

/**
 * The pool, lent out only while the database is there. When it turns out to be away, nobody goes on waiting for it: who has a
 * connection loses it, who waits for one is refused (docs/adr/0057). Connections that may be half open are not kept either.
 */
@Injectable()
export class Connections {
  private readonly pool: Pool;
  /** Whether somebody has waited in vain, and no connection has been free since. */
  private isExhausted = false;

  constructor(
    dataSource: DataSource,
    private readonly pulse: Pulse,
  ) {
    this.pool = poolOf(dataSource);
    this.pool.on('release', (error: unknown) => {
      if (this.pool.waitingCount === 0) this.isExhausted = false;
      if (error) void this.pulse.feel();
    });
    pulse.answersFor(() => (this.pool as unknown as WithClients)._clients);
  }

  /** Whether nobody would have to wait for another one's now. */
  get hasFree(): boolean {
    const { idleCount, totalCount, options } = this.pool;
    return idleCount > 0 || totalCount < options.max;
  }

  /** Lends a connection, to be released. @throws what says that the database is away, or that none got free in time. */
  connect(): Promise<PoolClient> {
    this.pulse.requireThere();
    return this.pool.idleCount > 0 ? this.pool.connect() : this.wait();
  }

  private async wait(): Promise<PoolClient> {
    const connecting = this.pool.connect();
    const { promise: vain, reject } = Promise.withResolvers<never>();
    const stopHearing = this.pulse.onAway(reject);
    const timer = this.isExhausted ? setTimeout(() => reject(new PoolExhaustedError()), KNOWN_MILLIS) : undefined;
    try {
      return await Promise.race([connecting, vain]);
    } catch (error) {
      this.isExhausted = !this.hasFree;
      // It may yet come, and nobody wants it then.
      connecting.then((client) => client.release(!(error instanceof PoolExhaustedError))).catch(() => undefined);
      void this.pulse.feel();
      throw error;
    } finally {
      clearTimeout(timer);
      stopHearing();
    }
  }
}
