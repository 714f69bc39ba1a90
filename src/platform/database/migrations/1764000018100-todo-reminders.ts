import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When to remind next: docs/adr/0045. Triggers reckon it wherever a todo is written, so that no way of moving, completing or
 * deleting one forgets it. Here alone todos read a column of another room, the member's time zone.
 */
export class TodoReminders1764000018100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table todos add reminders jsonb not null default '[]';

      create table todo_reminders (
        todo_id uuid constraint todo_reminders_pkey primary key,
        remind_at timestamptz(3) not null,
        constraint todo_reminders_todo_id_fkey foreign key (todo_id) references todos on delete cascade
      );
      create index todo_reminders_remind_at_idx on todo_reminders (remind_at);

      create function next_todo_reminder(todo todos, later_than timestamptz) returns timestamptz stable language plpgsql as $$
      declare
        due timestamptz;
        zone text;
      begin
        if todo.reminders = '[]' or todo.completed_at is not null or todo.deleted_at is not null then
          return null;
        end if;
        if todo.due_time is not null then
          due := todo.due_at;
        elsif todo.due_date is not null then
          select timezone into zone from users where id = todo.owner_id;
          begin
            due := (todo.due_date + time '09:00') at time zone zone;
          exception when invalid_parameter_value then
            -- A zone that only Node's database knows: that its midnight moves is then left out of account.
            due := todo.due_at + interval '9 hours';
          end;
        end if;
        return (
          select min(moment) from jsonb_array_elements(todo.reminders) as reminder,
            lateral (select coalesce((reminder ->> 'at')::timestamptz,
              due - make_interval(mins => (reminder ->> 'minutesBefore')::int)) as moment) as reckoned
          where moment > later_than);
      end $$;

      create function plan_todo_reminder(todo todos) returns void language plpgsql as $$
      declare
        moment timestamptz := next_todo_reminder(todo, now());
      begin
        if moment is null then
          delete from todo_reminders where todo_id = todo.id;
        else
          insert into todo_reminders (todo_id, remind_at) values (todo.id, moment)
          on conflict (todo_id) do update set remind_at = excluded.remind_at;
        end if;
      end $$;

      create function plan_reminder_of_todo() returns trigger language plpgsql as $$
      begin
        perform plan_todo_reminder(new);
        return null;
      end $$;
      create trigger todos_plan_first_reminder after insert on todos
        for each row when (new.reminders <> '[]') execute function plan_reminder_of_todo();
      create trigger todos_plan_reminder after update of reminders, due_date, due_time, due_at, completed_at, deleted_at on todos
        for each row when (old.reminders <> '[]' or new.reminders <> '[]') execute function plan_reminder_of_todo();

      create function plan_reminders_of_member() returns trigger language plpgsql as $$
      begin
        perform plan_todo_reminder(todos) from todos
        where owner_id = new.id and reminders <> '[]' and due_date is not null and due_time is null;
        return null;
      end $$;
      create trigger users_plan_todo_reminders after update of timezone on users
        for each row when (old.timezone <> new.timezone) execute function plan_reminders_of_member();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger users_plan_todo_reminders on users;
      drop trigger todos_plan_reminder on todos;
      drop trigger todos_plan_first_reminder on todos;
      drop function plan_reminders_of_member(), plan_reminder_of_todo(), plan_todo_reminder(todos),
        next_todo_reminder(todos, timestamptz);
      drop table todo_reminders;
      alter table todos drop column reminders;
    `);
  }
}
