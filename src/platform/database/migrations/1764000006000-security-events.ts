import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Suspension, the rule that one admin stays, and the audit log, which takes entries and gives none back: docs/adr/0014.
 *
 * Both rules are triggers, so that they hold for every statement, whoever writes it. They look at rows that are committed at
 * that moment (a plpgsql statement takes a new snapshot under READ COMMITTED), demotions one after the other by the lock.
 */
export class SecurityEvents1764000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table users
        add suspension_reason text,
        add suspended_until timestamptz(3),
        add constraint users_suspension_check check ((suspension_reason is null) = (suspended_until is null)),
        add constraint users_admin_not_suspended_check check (role <> 'admin' or suspended_until is null);

      create function keep_an_admin() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended('users_last_admin', 0));
        if not exists (select from users where role = 'admin' and id <> old.id) then
          raise exception 'The last admin stays one.'
            using errcode = 'check_violation', table = 'users', constraint = 'users_last_admin_check';
        end if;
        if tg_op = 'DELETE' then return old; end if;
        return new;
      end $$;
      create trigger users_last_admin_demoted before update of role on users
        for each row when (old.role = 'admin' and new.role <> 'admin') execute function keep_an_admin();
      create trigger users_last_admin_deleted before delete on users
        for each row when (old.role = 'admin') execute function keep_an_admin();

      create table security_events (
        id uuid constraint security_events_pkey primary key,
        event text not null,
        actor_id uuid constraint security_events_actor_id_fkey references users on delete set null,
        subject_id uuid constraint security_events_subject_id_fkey references users on delete cascade,
        ip text,
        device text,
        details jsonb not null default '{}',
        created_at timestamptz(3) not null default now()
      );
      create index security_events_newest_idx on security_events (created_at, id);
      create index security_events_actor_idx on security_events (actor_id, created_at, id);
      create index security_events_subject_idx on security_events (subject_id, created_at, id);
      create index security_events_event_idx on security_events (event, created_at, id);

      create function keep_security_events() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          if old.subject_id is not null and not exists (select from users where id = old.subject_id) then
            return old;
          end if;
        elsif tg_op = 'UPDATE' then
          if old.actor_id is not null and new.actor_id is null
            and to_jsonb(new) - 'actor_id' = to_jsonb(old) - 'actor_id'
            and not exists (select from users where id = old.actor_id) then
            new.ip := null;
            new.device := null;
            return new;
          end if;
        end if;
        raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege', table = 'security_events';
      end $$;
      create trigger security_events_append_only before update or delete on security_events
        for each row execute function keep_security_events();
      create trigger security_events_no_truncate before truncate on security_events
        for each statement execute function keep_security_events();

      create table failed_logins (
        bucket uuid not null,
        hour timestamptz(3) not null,
        user_id uuid constraint failed_logins_user_id_fkey references users on delete cascade,
        attempts integer not null,
        constraint failed_logins_pkey primary key (bucket, hour)
      );
      create index failed_logins_user_id_idx on failed_logins (user_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table failed_logins, security_events;
      drop function keep_security_events;
      drop trigger users_last_admin_deleted on users;
      drop trigger users_last_admin_demoted on users;
      drop function keep_an_admin;
      alter table users
        drop constraint users_admin_not_suspended_check,
        drop constraint users_suspension_check,
        drop column suspended_until,
        drop column suspension_reason;
    `);
  }
}
