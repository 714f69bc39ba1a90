import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counters of limits, whose keys tell nobody's name or address, and the devices that members have signed in on. */
export class Limits1764000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table quotas (
        key text constraint quotas_pkey primary key,
        used integer not null,
        resets_at timestamptz(3) not null
      );
      create index quotas_resets_at_idx on quotas (resets_at);

      create table failed_attempts (
        key text constraint failed_attempts_pkey primary key,
        failures integer not null,
        paused_until timestamptz(3) not null,
        forgotten_at timestamptz(3) not null
      );
      create index failed_attempts_forgotten_at_idx on failed_attempts (forgotten_at);

      create table known_devices (
        id uuid constraint known_devices_pkey primary key,
        user_id uuid not null constraint known_devices_user_id_fkey references users on delete cascade,
        device text not null,
        network text not null,
        last_used_at timestamptz(3) not null default now(),
        created_at timestamptz(3) not null default now(),
        forgotten_at timestamptz(3)
      );
      create unique index known_devices_user_id_device_network_key on known_devices (user_id, device, network);
      create index known_devices_last_used_at_idx on known_devices (last_used_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table known_devices, failed_attempts, quotas`);
  }
}
