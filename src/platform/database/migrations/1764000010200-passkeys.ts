import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passkeys (WebAuthn credentials), and the challenges that were used with them. */
export class Passkeys1764000010200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table passkeys (
        id uuid constraint passkeys_pkey primary key,
        user_id uuid not null constraint passkeys_user_id_fkey references users on delete cascade,
        credential_id text not null,
        public_key bytea not null,
        sign_count bigint not null,
        transports text[] not null,
        is_backed_up boolean not null,
        name text not null,
        version integer not null default 1,
        last_used_at timestamptz(3),
        created_at timestamptz(3) not null default now()
      );
      create unique index passkeys_credential_id_key on passkeys (credential_id);
      create index passkeys_user_id_idx on passkeys (user_id, id);

      create table used_passkey_challenges (
        challenge text constraint used_passkey_challenges_pkey primary key,
        expires_at timestamptz(3) not null
      );
      create index used_passkey_challenges_expires_at_idx on used_passkey_challenges (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table used_passkey_challenges, passkeys');
  }
}
