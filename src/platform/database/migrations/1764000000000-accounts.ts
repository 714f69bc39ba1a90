import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Members, their passwords and sessions, and the answers kept for repeated requests. */
export class Accounts1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table users (
        id uuid constraint users_pkey primary key,
        username text not null,
        email text not null,
        display_name text not null,
        bio text,
        timezone text not null default 'UTC',
        role text not null default 'user' constraint users_role_check check (role in ('user', 'moderator', 'admin')),
        version integer not null default 1,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now()
      );
      create unique index users_username_key on users (username);
      create unique index users_email_key on users (lower(email));

      create table password_credentials (
        user_id uuid constraint password_credentials_pkey primary key
          constraint password_credentials_user_id_fkey references users on delete cascade,
        password_hash text not null,
        changed_at timestamptz(3) not null default now()
      );

      create table sessions (
        id uuid constraint sessions_pkey primary key,
        user_id uuid not null constraint sessions_user_id_fkey references users on delete cascade,
        device text not null,
        ip text not null,
        refresh_generation integer not null default 0,
        rotated_at timestamptz(3) not null default now(),
        last_used_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        created_at timestamptz(3) not null default now()
      );
      create index sessions_user_id_idx on sessions (user_id, id);
      create index sessions_expires_at_idx on sessions (expires_at);

      create table idempotency_keys (
        user_id uuid not null constraint idempotency_keys_user_id_fkey references users on delete cascade,
        key text not null,
        fingerprint text not null,
        status integer not null,
        headers jsonb not null,
        body text,
        created_at timestamptz(3) not null default now(),
        constraint idempotency_keys_pkey primary key (user_id, key)
      );
      create index idempotency_keys_created_at_idx on idempotency_keys (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table idempotency_keys, sessions, password_credentials, users');
  }
}
