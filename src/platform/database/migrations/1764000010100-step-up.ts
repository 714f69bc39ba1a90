import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the member last proved, in a session, to be its member: at the sign-in, and since then by a step-up. */
export class StepUp1764000010100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sessions add proved_at timestamptz(3) not null default now();
      update sessions set proved_at = created_at;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sessions drop column proved_at');
  }
}
