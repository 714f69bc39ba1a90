import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists and todos. Each order of `GET /todos` has its index; what is open is few among all that was ever done, so it has one
 * of its own. The space left in each page lets edits stay where they are, without touching the indexes.
 */
export class Todos1764000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table todo_lists (
        id uuid constraint todo_lists_pkey primary key,
        owner_id uuid not null constraint todo_lists_owner_id_fkey references users on delete cascade,
        name text not null,
        color text,
        is_inbox boolean not null default false,
        is_archived boolean not null default false,
        position text collate "C" not null,
        version integer not null default 1,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        constraint todo_lists_id_owner_id_key unique (id, owner_id)
      );
      create unique index todo_lists_inbox_key on todo_lists (owner_id) where is_inbox;
      create index todo_lists_owner_id_position_idx on todo_lists (owner_id, position, id);

      create table todos (
        id uuid constraint todos_pkey primary key,
        owner_id uuid not null,
        list_id uuid not null,
        title text not null,
        notes text,
        completed_at timestamptz(3),
        priority smallint not null default 4 constraint todos_priority_check check (priority between 1 and 4),
        labels text[] not null default '{}',
        due_date date,
        due_time time(0),
        due_timezone text,
        due_at timestamptz(3) not null default 'infinity',
        position text collate "C" not null,
        version integer not null default 1,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        constraint todos_list_id_owner_id_fkey foreign key (list_id, owner_id)
          references todo_lists (id, owner_id) on delete cascade,
        constraint todos_due_check
          check ((due_time is null) = (due_timezone is null) and (due_time is null or due_date is not null))
      ) with (fillfactor = 90);
      create index todos_position_idx on todos (owner_id, position, id);
      create index todos_list_position_idx on todos (owner_id, list_id, position, id);
      create index todos_due_idx on todos (owner_id, due_at, id);
      create index todos_newest_idx on todos (owner_id, created_at, id);
      create index todos_open_idx on todos (owner_id, position, id) where completed_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table todos, todo_lists');
  }
}
