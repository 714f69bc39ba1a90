import { type Sql, sql } from '../database/sql.js';

/** The jobs of a queue that are still to be done, as a table of `data`, `start_after` and `was_tried`, for joining. */
export function pendingJobs(queue: string): Sql {
  return sql`(
    select data, start_after, state <> 'created' as was_tried from pgboss.job
    where name = ${queue} and state in ('created', 'retry', 'active'))`;
}
