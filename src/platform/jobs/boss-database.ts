import type { Db } from 'pg-boss';
import type { Lender } from '../database/connection.js';
import type { Database } from '../database/database.js';
import { finished } from '../database/sql.js';

/** For pg-boss's own work (fetching, settling, looking after queues): any connection of the pool, never the ambient transaction. */
export function onPool(lender: Lender): Db {
  return {
    async executeSql(text, values) {
      const client = await lender.connect();
      // Heard while it is lent, too: an `error` event that nobody hears ends the process.
      client.on('error', ignore);
      try {
        const result = await client.query(text, values as unknown[]);
        client.release();
        return result;
      } catch (error) {
        // pg-boss sends whole transactions as one text: one that failed halfway is still open on this connection.
        client.release(true);
        throw error;
      } finally {
        client.off('error', ignore);
      }
    },
  };
}

/** For asking for a job: in the ambient transaction if there is one, so that the job exists exactly if that commits. */
export function inTransaction(database: Database): Db {
  return { executeSql: async (text, values = []) => ({ rows: await database.many(finished(text, values)) }) };
}

function ignore(): void {
  // The query that was under way fails with the same error.
}
