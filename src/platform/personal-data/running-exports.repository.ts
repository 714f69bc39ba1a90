import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Database } from '../database/database.js';
import { sql } from '../database/sql.js';

/** How long an export counts whose process has died. */
const LEASE = sql`interval '10 minutes'`;

/** Which members are just making an export, or downloading it, wherever that is. */
@Injectable()
export class RunningExportsRepository {
  constructor(private readonly database: Database) {}

  /** @returns its id, for {@link end}; undefined while there is another one of the member's. */
  async begin(userId: string): Promise<string | undefined> {
    const begun = await this.database.maybeOne<{ id: string }>(sql`
      insert into running_exports as known (user_id, id, expires_at) values (${userId}, ${newId()}, now() + ${LEASE})
      on conflict (user_id) do update set id = excluded.id, expires_at = excluded.expires_at
      where known.expires_at < now()
      returning id`);
    return begun?.id;
  }

  async end(id: string): Promise<void> {
    await this.database.execute(sql`delete from running_exports where id = ${id}`);
  }
}
