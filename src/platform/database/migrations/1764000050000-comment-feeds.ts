import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The feed of what was last said under a post reads its newest comments, whatever they reply to, and sorts nothing. */
export class CommentFeeds1764000050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index comments_feed_idx on comments (post_id, created_at, id)
      where body is not null and concealed_at is null and held_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index comments_feed_idx');
  }
}
