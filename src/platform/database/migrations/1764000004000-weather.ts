import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the weather service answered, shared by all replicas, and how often it may be asked. */
export class Weather1764000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A cache: emptied by a crash, and then simply filled again.
      create unlogged table weather_answers (
        key text constraint weather_answers_pkey primary key,
        answer text,
        fetched_at timestamptz(3),
        leased_until timestamptz(3),
        retry_at timestamptz(3),
        expires_at timestamptz(3) not null
      );
      create index weather_answers_expires_at_idx on weather_answers (expires_at);

      -- One row. Not a cache: forgetting what was spent would overdraw the day's limit.
      create table weather_budget (
        id smallint constraint weather_budget_pkey primary key constraint weather_budget_id_check check (id = 1),
        minute timestamptz(3) not null,
        minute_spent numeric not null,
        hour timestamptz(3) not null,
        hour_spent numeric not null,
        day timestamptz(3) not null,
        day_spent numeric not null,
        paused_until timestamptz(3)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table weather_budget, weather_answers');
  }
}
