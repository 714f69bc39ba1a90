import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Counting a member's labels looks at the labelled todos alone. The labels themselves are not in the index: twenty long ones
 * are more than an entry of a B-tree can hold.
 */
export class TodoLabels1764000023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index todos_labelled_idx on todos (owner_id) where labels <> '{}' and deleted_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index todos_labelled_idx');
  }
}
