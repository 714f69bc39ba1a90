import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that members make for programs. */
export class PersonalTokens1764000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table personal_tokens (
        id uuid constraint personal_tokens_pkey primary key,
        user_id uuid not null constraint personal_tokens_user_id_fkey references users on delete cascade,
        name text not null,
        scopes text[] not null,
        token_hash text not null,
        last_used_at timestamptz(3),
        expires_at timestamptz(3) not null,
        created_at timestamptz(3) not null default now()
      );
      create index personal_tokens_user_id_idx on personal_tokens (user_id, id);
      create unique index personal_tokens_token_hash_key on personal_tokens (token_hash);
      create index personal_tokens_expires_at_idx on personal_tokens (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table personal_tokens');
  }
}
