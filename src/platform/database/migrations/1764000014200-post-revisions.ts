import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history of posts (docs/adr/0035). What was written before begins with what it says now. */
export class PostRevisions1764000014200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table post_revisions (
        post_id uuid not null constraint post_revisions_post_id_fkey references posts on delete cascade,
        number integer not null,
        title text not null,
        excerpt text,
        body text not null,
        tags text[] not null,
        restored_from integer,
        is_sealed boolean not null,
        created_at timestamptz(3) not null default clock_timestamp(),
        saved_at timestamptz(3) not null default clock_timestamp(),
        constraint post_revisions_pkey primary key (post_id, number)
      );
      insert into post_revisions (post_id, number, title, excerpt, body, tags, is_sealed, created_at, saved_at)
        select id, 1, title, excerpt, body, tags, true, updated_at, updated_at from posts;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table post_revisions');
  }
}
