import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what a comment that somebody repeats is recognised. */
export class CommentGuards1764000015300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table comments add digest text;
      create index comments_repeated_idx on comments (author_id, post_id, created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index comments_repeated_idx;
      alter table comments drop column digest;
    `);
  }
}
