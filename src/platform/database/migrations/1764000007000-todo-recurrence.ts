import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recurring todos, and the history of their occurrences: docs/adr/0016. Times without a zone are those of clocks on walls. */
export class TodoRecurrence1764000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table todos
        add recurrence_rule text,
        add recurrence_anchor text,
        add recurrence_start timestamp(0),
        add recurrence_end timestamp(0),
        add recurrence_slot timestamp(0),
        add recurrence_recorded integer not null default 0,
        add constraint todos_recurrence_check check (
          num_nulls(recurrence_rule, recurrence_anchor, recurrence_start, recurrence_slot) in (0, 4)
          and (recurrence_rule is null or due_date is not null)
          and (recurrence_rule is not null or recurrence_end is null and recurrence_recorded = 0)),
        add constraint todos_recurrence_anchor_check check (recurrence_anchor in ('due', 'completion'));

      create table todo_occurrences (
        id uuid constraint todo_occurrences_pkey primary key,
        todo_id uuid not null constraint todo_occurrences_todo_id_fkey references todos on delete cascade,
        outcome text not null constraint todo_occurrences_outcome_check check (outcome in ('completed', 'skipped')),
        due_date date not null,
        due_time time(0),
        due_timezone text,
        slot timestamp(0) not null,
        recorded_at timestamptz(3) not null default clock_timestamp(),
        constraint todo_occurrences_due_check check ((due_time is null) = (due_timezone is null))
      );
      create index todo_occurrences_newest_idx on todo_occurrences (todo_id, recorded_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table todo_occurrences;
      alter table todos
        drop constraint todos_recurrence_anchor_check,
        drop constraint todos_recurrence_check,
        drop column recurrence_recorded,
        drop column recurrence_slot,
        drop column recurrence_end,
        drop column recurrence_start,
        drop column recurrence_anchor,
        drop column recurrence_rule;
    `);
  }
}
