import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom a comment mentions. */
export class CommentMentions1764000015200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table comment_mentions (
        comment_id uuid not null constraint comment_mentions_comment_id_fkey references comments on delete cascade,
        user_id uuid not null constraint comment_mentions_user_id_fkey references users on delete cascade,
        position integer not null,
        constraint comment_mentions_pkey primary key (comment_id, user_id)
      );
      create index comment_mentions_user_id_idx on comment_mentions (user_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table comment_mentions');
  }
}
