/** The tables whose rows guests see, or whose triggers change such rows. A trigger on each announces its changes to all processes. */
export const PUBLIC_TABLES = [
  ...['users', 'follows'],
  ...['posts', 'post_slugs', 'post_tags', 'post_photos', 'post_likes', 'photos', 'images'],
  ...['comments', 'comment_mentions', 'comment_likes', 'tag_counts', 'tag_changes'],
] as const;

/** All others. A table that is in neither list counts as public where statements are looked at, and fails a test. */
export const PRIVATE_TABLES = [
  ...['sessions', 'password_credentials', 'login_challenges', 'totp_factors', 'recovery_codes', 'known_devices'],
  ...['passkeys', 'used_passkey_challenges', 'identities', 'oidc_sign_ins', 'personal_tokens'],
  ...['mail_tokens', 'mail_allowances', 'security_events', 'failed_logins', 'failed_attempts', 'quotas'],
  ...['post_bookmarks', 'post_revisions', 'reports', 'report_reasons', 'stored_files', 'stored_chunks'],
  ...['todos', 'todo_lists', 'todo_occurrences', 'todo_changes', 'todo_sync', 'todo_reminders', 'todo_calendars'],
  ...['weather_answers', 'weather_budget', 'idempotency_keys', 'running_exports', 'migrations', 'typeorm_metadata'],
] as const;

/** The table that a statement, or a part of it, writes to. Not the `update` of `for update`, nor that of `on conflict do update set`. */
const WRITTEN =
  /\b(?:insert\s+into|(?<!\bfor\s+|\bkey\s+)update(?!\s+set\b)|delete\s+from|merge\s+into)\s+(?:only\s+)?([a-z_]+)/gi;

const isPrivate = new Set<string>([...PRIVATE_TABLES, 'pgboss']);

/** Whether a statement may change what guests see. What cascades from one table to another counts, as the statement names the first. */
export function changesPublicTables(statement: string): boolean {
  for (const [, table = ''] of statement.matchAll(WRITTEN)) if (!isPrivate.has(table.toLowerCase())) return true;
  return false;
}
