import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What changed, in the order of the commits: docs/adr/0044. The triggers are deferred to the commit, so that the counter of a
 * member is the last thing that a transaction locks, and nobody takes a higher number before a lower one can be seen.
 */
export class TodoChanges1764000018000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table todo_sync (
        owner_id uuid constraint todo_sync_pkey primary key,
        last bigint not null default 0,
        forgotten bigint not null default 0,
        constraint todo_sync_owner_id_fkey foreign key (owner_id) references users on delete cascade
      );
      create table todo_changes (
        item_id uuid constraint todo_changes_pkey primary key,
        owner_id uuid not null,
        is_list boolean not null,
        number bigint not null,
        deleted_at timestamptz(3),
        constraint todo_changes_owner_id_fkey foreign key (owner_id) references todo_sync on delete cascade
      ) with (fillfactor = 90);

      insert into todo_sync (owner_id, last) select distinct owner_id, 1 from todo_lists;
      insert into todo_changes (item_id, owner_id, is_list, number)
        select id, owner_id, true, 1 from todo_lists union all select id, owner_id, false, 1 from todos;

      create index todo_changes_number_idx on todo_changes (owner_id, number, item_id);
      create index todo_changes_deleted_at_idx on todo_changes (deleted_at) where deleted_at is not null;

      create function begin_todo_sync() returns trigger language plpgsql as $$
      begin
        insert into todo_sync (owner_id) values (new.owner_id) on conflict do nothing;
        return null;
      end $$;
      create trigger todo_lists_begin_sync after insert on todo_lists
        for each row execute function begin_todo_sync();

      create function number_of_todo_changes(owner uuid) returns bigint language plpgsql as $$
      declare
        -- One number for all that a transaction does to a member's todos: it is seen as a whole anyway.
        taken text := current_setting('kitchen.todo_changes', true);
        number_taken bigint;
      begin
        if taken like owner || ':%' then
          return split_part(taken, ':', 2)::bigint;
        end if;
        update todo_sync set last = last + 1 where owner_id = owner returning last into number_taken;
        if number_taken is not null then
          perform set_config('kitchen.todo_changes', owner || ':' || number_taken, true);
        end if;
        return number_taken;
      end $$;

      create function note_todo_list_change() returns trigger language plpgsql as $$
      declare
        changed todo_lists := case when tg_op = 'DELETE' then old else new end;
        number_taken bigint := number_of_todo_changes(changed.owner_id);
      begin
        -- Without a counter the account is just being deleted.
        if number_taken is not null then
          insert into todo_changes as known (item_id, owner_id, is_list, number, deleted_at)
          values (changed.id, changed.owner_id, true, number_taken, case when tg_op = 'DELETE' then now() end)
          on conflict (item_id) do update set number = excluded.number, deleted_at = excluded.deleted_at
          where (known.number, known.deleted_at) is distinct from (excluded.number, excluded.deleted_at);
        end if;
        return null;
      end $$;
      create constraint trigger todo_lists_note_change after insert or update or delete on todo_lists
        deferrable initially deferred for each row execute function note_todo_list_change();

      create function note_todo_change() returns trigger language plpgsql as $$
      declare
        changed todos := case when tg_op = 'DELETE' then old else new end;
        number_taken bigint := number_of_todo_changes(changed.owner_id);
        ids uuid[] := array[changed.id];
      begin
        if number_taken is null then
          return null;
        end if;
        -- Those above show how many there are below them, and how many of these are done.
        if tg_op <> 'UPDATE' then
          ids := ids || changed.parent_id;
        elsif (old.parent_id, old.completed_at is null, old.deleted_at is null)
          is distinct from (new.parent_id, new.completed_at is null, new.deleted_at is null) then
          ids := ids || old.parent_id || new.parent_id;
        end if;
        insert into todo_changes as known (item_id, owner_id, is_list, number, deleted_at)
        select id, changed.owner_id, false, number_taken, case when not exists (select from todos where todos.id = item.id) then now() end
        from (select distinct unnest(ids) as id) as item where id is not null
        on conflict (item_id) do update set number = excluded.number, deleted_at = excluded.deleted_at
        where (known.number, known.deleted_at) is distinct from (excluded.number, excluded.deleted_at);
        return null;
      end $$;
      create constraint trigger todos_note_change after insert or update or delete on todos
        deferrable initially deferred for each row execute function note_todo_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger todos_note_change on todos;
      drop trigger todo_lists_note_change on todo_lists;
      drop trigger todo_lists_begin_sync on todo_lists;
      drop function note_todo_change(), note_todo_list_change(), number_of_todo_changes(uuid), begin_todo_sync();
      drop table todo_changes, todo_sync;
    `);
  }
}
