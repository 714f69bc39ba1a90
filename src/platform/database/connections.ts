import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { poolOf } from './data-source.js';
import { PoolExhaustedError } from './postgres-errors.js';
import { Pulse } from './pulse.js';

/** How long somebody waits for a connection once others have waited in vain. */
const KNOWN_MILLIS = 250;

/** What ends a connection at once, whatever it is waiting for. pg has it, and its types have not. */
interface Wired {
  connection: { stream: { destroy(): void } };
}

/**
 * The pool, lent out only while the database is there. When it turns out to be away, nobody goes on waiting for it: who has a
 * connection loses it, who waits for one is refused (docs/adr/0057).
 */
@Injectable()
export class Connections {
  private readonly pool: Pool;
  private readonly open = new Set<PoolClient>();
  /** Whether somebody has waited in vain, and no connection has been free since. */
  private isExhausted = false;

  constructor(
    dataSource: DataSource,
    private readonly pulse: Pulse,
  ) {
    this.pool = poolOf(dataSource);
    // From when they are lent first: TypeORM's first one was open before anybody could listen.
    this.pool.on('acquire', (client) => this.open.add(client));
    this.pool.on('remove', (client) => this.open.delete(client));
    this.pool.on('release', (error: unknown) => {
      if (this.pool.waitingCount === 0) this.isExhausted = false;
      if (error) void this.pulse.feel();
    });
    // They may be half open: nothing that is asked on them is sure to be answered, ever.
    pulse.onAway(() => {
      for (const client of this.open) (client as unknown as Wired).connection.stream.destroy();
    });
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
