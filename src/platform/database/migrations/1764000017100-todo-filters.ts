import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An index for each filter of `GET /todos`. What is in the trash is in none of them. */
export class TodoFilters1764000017100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index todos_open_due_idx on todos (owner_id, due_at, id) where completed_at is null and deleted_at is null;
      create index todos_done_idx on todos (owner_id, completed_at, id)
        where completed_at is not null and deleted_at is null;
      create index todos_priority_idx on todos (owner_id, priority, position, id) where deleted_at is null;
      create index todos_labels_idx on todos using gin (labels) with (fastupdate = off);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index todos_labels_idx, todos_priority_idx, todos_done_idx, todos_open_due_idx');
  }
}
