import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts elsewhere with which members sign in, and sign-ins with them that are under way. */
export class Identities1764000011100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table identities (
        id uuid constraint identities_pkey primary key,
        user_id uuid not null constraint identities_user_id_fkey references users on delete cascade,
        provider text not null,
        issuer text not null,
        subject text not null,
        email text,
        last_used_at timestamptz(3),
        created_at timestamptz(3) not null default now()
      );
      create index identities_user_id_idx on identities (user_id, id);
      create unique index identities_issuer_subject_key on identities (issuer, subject);

      create table oidc_sign_ins (
        id uuid constraint oidc_sign_ins_pkey primary key,
        provider text not null,
        state_hash text,
        challenge text not null,
        return_to text not null,
        redirect_uri text not null,
        code_hash text,
        identity jsonb,
        attempts integer not null default 0,
        expires_at timestamptz(3) not null
      );
      create unique index oidc_sign_ins_state_hash_key on oidc_sign_ins (state_hash);
      create unique index oidc_sign_ins_code_hash_key on oidc_sign_ins (code_hash);
      create index oidc_sign_ins_expires_at_idx on oidc_sign_ins (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table oidc_sign_ins, identities');
  }
}
