import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Authors can close the comments on a post. */
export class CommentSwitch1764000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table posts add column are_comments_open boolean not null default true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table posts drop column are_comments_open');
  }
}
