import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses that were proved to be one's own, the tokens in links of mails, and how often such mails were sent. */
export class MailTokens1764000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table users add email_verified_at timestamptz(3);

      create table mail_tokens (
        id uuid constraint mail_tokens_pkey primary key,
        user_id uuid not null constraint mail_tokens_user_id_fkey references users on delete cascade,
        purpose text not null constraint mail_tokens_purpose_check check (purpose in ('verification', 'reset')),
        email text not null,
        token_hash text,
        expires_at timestamptz(3),
        created_at timestamptz(3) not null default now()
      );
      create unique index mail_tokens_user_id_purpose_key on mail_tokens (user_id, purpose);
      create unique index mail_tokens_token_hash_key on mail_tokens (token_hash);

      create table mail_allowances (
        purpose text not null,
        address_hash text not null,
        sent_at timestamptz[] not null,
        constraint mail_allowances_pkey primary key (purpose, address_hash)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table mail_allowances, mail_tokens;
      alter table users drop column email_verified_at;
    `);
  }
}
