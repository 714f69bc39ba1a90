import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What deleting an account and exporting it need: docs/adr/0017. A slug holds words of a title, also when the post is long
 * gone, so it goes with its author. And a member makes one export at a time.
 */
export class PersonalData1764000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table post_slugs add author_id uuid
        constraint post_slugs_author_id_fkey references users on delete cascade;
      update post_slugs set author_id = posts.author_id from posts where posts.id = post_id;
      create index post_slugs_author_id_idx on post_slugs (author_id);

      create table running_exports (
        user_id uuid constraint running_exports_pkey primary key
          constraint running_exports_user_id_fkey references users on delete cascade,
        id uuid not null,
        expires_at timestamptz(3) not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table running_exports; alter table post_slugs drop column author_id');
  }
}
