import type { ClientBase } from 'pg';
import { connectionSettings } from './data-source.js';
import type { DedicatedConnection } from './dedicated-connection.js';

/** The dedicated connections of all processes are told from others by it. */
export const PULSE_NAME = 'kitchen listener';

/** A number may be another session's by now, and behind a PgBouncer it never was PostgreSQL's. */
const TERMINATE = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where pid = any($1::int[]) and datname = current_database() and usename = current_user
    and application_name = any($2) and backend_start < clock_timestamp() - $3::float8 * interval '1 millisecond'`;

/**
 * Sessions of which PostgreSQL does not know that nobody is there any more. Where the way to it was dead, it learns that from
 * nothing but the silence, after hours; until then they hold their locks, and places of `max_connections`.
 */
export class LeftSessions {
  private readonly pids = new Set<number>();
  private since = 0;

  /** It is about to be cut, and PostgreSQL may not notice. */
  add(client: ClientBase): void {
    const { processID } = client as unknown as { processID: number | null };
    if (processID === null) return;
    if (this.pids.size === 0) this.since = performance.now();
    this.pids.add(processID);
  }

  async end(by: DedicatedConnection): Promise<void> {
    if (this.pids.size === 0) return;
    const pids = [...this.pids];
    await by.ask(TERMINATE, [pids, [connectionSettings.application_name, PULSE_NAME], performance.now() - this.since]);
    for (const pid of pids) this.pids.delete(pid);
  }
}
