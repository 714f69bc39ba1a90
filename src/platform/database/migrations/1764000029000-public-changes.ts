import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  ...['users', 'follows'],
  ...['posts', 'post_slugs', 'post_tags', 'post_photos', 'post_likes', 'photos', 'images'],
  ...['comments', 'comment_mentions', 'comment_likes'],
];

/** Tells every process, at commit, that something which guests see has changed. Of equal messages of a transaction PostgreSQL sends one. */
export class PublicChanges1764000029000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function announce_public_change() returns trigger language plpgsql as $$
      begin
        perform pg_notify('public_changed', '');
        return null;
      end $$`);
    for (const table of TABLES) {
      await runner.query(`
        create trigger ${table}_public_change after insert or update or delete on ${table}
        for each statement execute function announce_public_change()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`drop trigger ${table}_public_change on ${table}`);
    await runner.query('drop function announce_public_change()');
  }
}
