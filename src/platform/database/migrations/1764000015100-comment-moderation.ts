import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Comments that are concealed, or held until a moderator has looked at them, and the moderators' queue: docs/adr/0036.
 *
 * A report outlives its comment once it is resolved, for it says who decided what. One that is still open goes with it, by a
 * trigger, because a comment goes by its post and by an account, too.
 */
export class CommentModeration1764000015100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table comments
        add concealed_at timestamptz(3),
        add concealed_as text
          constraint comments_concealed_as_check check (concealed_as in ('post_author', 'moderator', 'reports')),
        add concealed_by uuid constraint comments_concealed_by_fkey references users on delete set null,
        add held_at timestamptz(3),
        add constraint comments_concealment_check check (
          (concealed_at is null) = (concealed_as is null) and (concealed_at is not null or concealed_by is null)),
        add constraint comments_held_check check (
          held_at is null or (body is not null and concealed_at is null and reply_count = 0));
      create index comments_concealed_by_idx on comments (concealed_by);

      create table reports (
        id uuid constraint reports_pkey primary key,
        comment_id uuid constraint reports_comment_id_fkey references comments on delete set null,
        kind text not null constraint reports_kind_check check (kind in ('reported', 'held')),
        outcome text
          constraint reports_outcome_check check (outcome in ('dismiss', 'conceal', 'delete', 'approve')),
        resolved_by uuid constraint reports_resolved_by_fkey references users on delete set null,
        resolved_at timestamptz(3),
        created_at timestamptz(3) not null default clock_timestamp(),
        constraint reports_resolution_check check (
          (resolved_at is null) = (outcome is null) and (resolved_at is not null or resolved_by is null))
      );
      create unique index reports_open_key on reports (comment_id) where resolved_at is null;
      create index reports_comment_id_idx on reports (comment_id);
      create index reports_waiting_idx on reports (created_at, id) where resolved_at is null;
      create index reports_resolved_idx on reports (resolved_at, id) where resolved_at is not null;
      create index reports_resolved_by_idx on reports (resolved_by);

      create table report_reasons (
        report_id uuid not null constraint report_reasons_report_id_fkey references reports on delete cascade,
        reporter_id uuid not null constraint report_reasons_reporter_id_fkey references users on delete cascade,
        reason text not null,
        created_at timestamptz(3) not null default clock_timestamp(),
        constraint report_reasons_pkey primary key (report_id, reporter_id)
      );
      create index report_reasons_reporter_id_idx on report_reasons (reporter_id, created_at, report_id);

      create function drop_open_reports() returns trigger language plpgsql as $$
      begin
        delete from reports where comment_id = old.id and resolved_at is null;
        return old;
      end $$;
      create trigger comments_open_reports before delete on comments
        for each row execute function drop_open_reports();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger comments_open_reports on comments;
      drop function drop_open_reports;
      drop table report_reasons, reports;
      delete from comments where held_at is not null;
      alter table comments
        drop constraint comments_concealment_check,
        drop constraint comments_held_check,
        drop column held_at, drop column concealed_by, drop column concealed_as, drop column concealed_at;
    `);
  }
}
