import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Time-based codes as a second factor, the codes for a lost phone, and logins that wait for either. */
export class SecondFactors1764000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table totp_factors (
        user_id uuid constraint totp_factors_pkey primary key
          constraint totp_factors_user_id_fkey references users on delete cascade,
        sealed_secret text not null,
        confirmed_at timestamptz(3),
        last_step integer not null default 0,
        failures integer not null default 0,
        retry_at timestamptz(3) not null default now(),
        created_at timestamptz(3) not null default now()
      );

      create table recovery_codes (
        user_id uuid not null constraint recovery_codes_user_id_fkey references users on delete cascade,
        code_hash text not null,
        constraint recovery_codes_pkey primary key (user_id, code_hash)
      );

      create table login_challenges (
        token_hash text constraint login_challenges_pkey primary key,
        user_id uuid not null constraint login_challenges_user_id_fkey references users on delete cascade,
        password_hash text,
        attempts integer not null default 0,
        expires_at timestamptz(3) not null
      );
      create index login_challenges_user_id_idx on login_challenges (user_id);
      create index login_challenges_expires_at_idx on login_challenges (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table login_challenges, recovery_codes, totp_factors');
  }
}
