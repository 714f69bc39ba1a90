import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bytes of any kind, and where they lie: docs/adr/0030. */
export class StoredFiles1764000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table stored_files (
        key uuid constraint stored_files_pkey primary key,
        place text not null constraint stored_files_place_check check (place in ('postgres', 's3')),
        byte_size integer not null,
        is_kept boolean not null default false,
        created_at timestamptz(3) not null default now()
      );
      create index stored_files_garbage_idx on stored_files (created_at) where not is_kept;

      create table stored_chunks (
        key uuid not null constraint stored_chunks_key_fkey references stored_files on delete cascade,
        number integer not null,
        bytes bytea not null,
        constraint stored_chunks_pkey primary key (key, number)
      );
      -- What is compressed already gains nothing from being compressed again.
      alter table stored_chunks alter bytes set storage external;

      -- What nothing refers to any more. Here it goes at once; what lies elsewhere is marked, and goes by a job.
      create function release_stored_files(keys uuid[]) returns void language sql as $$
        delete from stored_files where key = any(keys) and place = 'postgres';
        update stored_files set is_kept = false, created_at = '-infinity' where key = any(keys);
      $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function release_stored_files; drop table stored_chunks, stored_files');
  }
}
