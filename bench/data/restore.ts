import pg from 'pg';
import { idIn } from './names.js';

/** Members from 1 to here are signed in: one who reads, and the others write, one for each connection. */
export const SIGNED_IN = 65;

/** Behind all ids of the loaded content and before all that anybody else makes now. */
const FIRST_WRITTEN_ID = `'01000000-0000-0000-0000-000000000000'`;

/** Takes away what earlier runs have written, and signs members in. */
export async function restore(databaseUrl: string): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  try {
    await session.query('set session_replication_role = replica');
    for (const statement of [...UNDO, ...SIGN_IN]) await session.query(statement);
    await session.query('set session_replication_role = origin');
    await session.query('vacuum (analyze) posts, comments, todos, todo_changes, todo_sync, sessions, idempotency_keys');
    await session.query('checkpoint');
  } finally {
    await session.end();
  }
}

const UNDO = [
  `update posts set comment_count = comment_count - written.count
  from (select post_id, count(*) from comments where id > ${FIRST_WRITTEN_ID} group by post_id) as written
  where posts.id = post_id`,
  `delete from comments where id > ${FIRST_WRITTEN_ID}`,
  `delete from todo_changes where item_id > ${FIRST_WRITTEN_ID}`,
  `delete from todos where id > ${FIRST_WRITTEN_ID}`,
  `update todos set completed_at = null where completed_at is not null`,
  `delete from idempotency_keys`,
  `delete from sessions`,
  `delete from known_devices`,
  `delete from security_events`,
];

const SIGN_IN = [
  `insert into sessions (id, user_id, device, ip, expires_at)
  select ${idIn('session', 'n')}, ${idIn('member', 'n')}, 'the benchmark', '127.0.0.1', now() + interval '1 day'
  from generate_series(1, ${SIGNED_IN}) as n`,
];
