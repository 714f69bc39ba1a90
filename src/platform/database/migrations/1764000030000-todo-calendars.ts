import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The secret address of a member's calendar, as a hash: docs/adr/0046. */
export class TodoCalendars1764000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table todo_calendars (
        owner_id uuid constraint todo_calendars_pkey primary key,
        secret_hash text not null,
        created_at timestamptz(3) not null default now(),
        constraint todo_calendars_owner_id_fkey foreign key (owner_id) references users on delete cascade
      );
      create unique index todo_calendars_secret_hash_key on todo_calendars (secret_hash);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table todo_calendars');
  }
}
