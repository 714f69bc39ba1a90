import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The comments of posts, as threads. */
export class Comments1764000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table comments (
        id uuid constraint comments_pkey primary key,
        post_id uuid not null constraint comments_post_id_fkey references posts on delete cascade,
        parent_id uuid,
        author_id uuid constraint comments_author_id_fkey references users on delete set null,
        body text,
        html text,
        reply_count integer not null default 0 constraint comments_reply_count_check check (reply_count >= 0),
        version integer not null default 1,
        created_at timestamptz(3) not null default clock_timestamp(),
        edited_at timestamptz(3),
        constraint comments_post_id_id_key unique (post_id, id),
        constraint comments_parent_id_fkey foreign key (post_id, parent_id) references comments (post_id, id),
        constraint comments_tombstone_check check (body is not null or (html is null and author_id is null))
      );
      create index comments_thread_idx on comments (post_id, parent_id, created_at, id);
      create index comments_author_id_idx on comments (author_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table comments');
  }
}
