import { hash } from '@node-rs/argon2';
import pg from 'pg';

/** OWASP Password Storage Cheat Sheet, as the application hashes. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Makes members of each kind in an empty, migrated database, `count` of each: with a password, three kinds of them; suspended ones;
 * and some without a password. All have the same one, of which nobody will know the difference: each attempt hashes anew.
 */
export async function fill(databaseUrl: string, count: number): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  try {
    const kinds = ['known', 'paused', 'empty', 'suspended', 'passwordless'];
    await session.query(
      `insert into users (id, username, email, display_name, suspended_until, suspension_reason)
       select gen_random_uuid(), kind || '_' || n, kind || '-' || n || '@example.com', kind,
         case kind when 'suspended' then 'infinity'::timestamptz end, case kind when 'suspended' then 'Spam' end
       from unnest($1::text[]) as kind, generate_series(0, $2::integer - 1) as n`,
      [kinds, count],
    );
    await session.query(
      `insert into password_credentials (user_id, password_hash) select id, $1 from users where username not like 'passwordless%'`,
      [await hash('a password that nobody guesses', ARGON2ID)],
    );
    await session.query('vacuum analyze users, password_credentials');
  } finally {
    await session.end();
  }
}

/** Makes the pauses that are on last for the rest of the run. */
export async function prolongPauses(databaseUrl: string): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  await session.query(`update failed_attempts set paused_until = now() + interval '1 hour' where failures >= 5`);
  await session.end();
}
