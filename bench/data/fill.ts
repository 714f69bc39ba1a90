import pg from 'pg';
import { PasswordHasher } from '../../src/modules/auth/password-hasher.js';
import { RENDERER_VERSION } from '../../src/platform/markdown/renderer-version.js';
import type { Metrics } from '../../src/platform/metrics/metrics.js';
import { contentOf } from './content.sql.js';
import { PASSWORD } from './names.js';
import { withoutIndexes } from './indexes.js';
import { withPlainSearchColumns } from './search-columns.js';
import type { Amounts } from './size.js';
import { postTexts, shortTexts } from './texts.js';

const TABLES = ['users', 'posts', 'post_slugs', 'post_tags', 'post_likes', 'comments', 'todos', 'todo_changes'];

/**
 * Fills a migrated, empty database: the same content at every run. It does so as a restored dump would: without triggers, whose
 * work is done by the content itself, and with indexes made at the end.
 */
export async function fill(databaseUrl: string, amounts: Amounts): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl });
  await session.connect();
  try {
    await session.query(
      `set session_replication_role = replica; set maintenance_work_mem = '1GB'; set work_mem = '256MB'`,
    );
    await session.query(TEXTS);
    await session.query(`insert into texts select * from json_populate_recordset(null::texts, $1)`, [
      JSON.stringify(postTexts()),
    ]);
    await session.query(`insert into short_texts select * from json_populate_recordset(null::short_texts, $1)`, [
      JSON.stringify(shortTexts()),
    ]);
    const passwordHash = await new PasswordHasher({ gauge: () => undefined } as unknown as Metrics).hash(PASSWORD);
    await withoutIndexes(session, TABLES, () =>
      withPlainSearchColumns(session, async () => {
        for (const statement of contentOf(amounts, { passwordHash, rendererVersion: RENDERER_VERSION }))
          await session.query(statement);
      }),
    );
    // What would otherwise come along in the middle of a measurement.
    await session.query('vacuum (freeze, analyze)');
    await session.query('checkpoint');
  } finally {
    await session.end();
  }
}

const TEXTS = `
  create temp table texts (number integer primary key, title text, excerpt text, body text, html text, opening text,
    reading_minutes integer, search tsvector);
  create temp table short_texts (number integer primary key, body text, html text, digest text, search tsvector,
    todo_search tsvector);`;
