import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Todos under todos, and the trash: docs/adr/0041. That a sub-todo is in its parent's list, one level deeper, at most five
 * levels deep and never under itself is one foreign key with a check: when a parent moves, the key takes its subtree along.
 */
export class TodoTrees1764000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table todo_lists add deleted_at timestamptz(3);
      drop index todo_lists_owner_id_position_idx;
      create index todo_lists_owner_id_position_idx on todo_lists (owner_id, position, id) where deleted_at is null;
      create index todo_lists_trash_idx on todo_lists (owner_id, deleted_at, id) where deleted_at is not null;

      alter table todos
        add parent_id uuid,
        add parent_depth smallint,
        add depth smallint not null default 1,
        add completed_with uuid,
        add deleted_at timestamptz(3),
        add is_deleted_with_list boolean not null default false,
        add former_parent_id uuid,
        add constraint todos_id_list_id_depth_key unique (id, list_id, depth),
        add constraint todos_parent_id_fkey foreign key (parent_id, list_id, parent_depth)
          references todos (id, list_id, depth) on delete cascade on update cascade,
        add constraint todos_parent_check check ((parent_id is null) = (parent_depth is null)),
        add constraint todos_depth_check check (depth = coalesce(parent_depth, 0) + 1 and depth <= 5),
        add constraint todos_completed_with_check check (completed_with is null or completed_at is not null),
        add constraint todos_trash_check check (
          (deleted_at is not null or not is_deleted_with_list)
          and (former_parent_id is null or parent_id is null and deleted_at is not null));
      create index todos_parent_idx on todos (parent_id, position, id) where parent_id is not null;
      create index todos_trash_idx on todos (owner_id, deleted_at, id) where deleted_at is not null;

      alter table todo_occurrences add reopened_ids uuid[] not null default '{}';

      create function todos_follow_parent() returns trigger language plpgsql as $$
      begin
        new.depth := coalesce(new.parent_depth, 0) + 1;
        if new.version = old.version and new.list_id <> old.list_id then
          new.version := old.version + 1;
          new.updated_at := now();
        end if;
        return new;
      end $$;
      create trigger todos_follow_parent before update of parent_depth, list_id on todos
        for each row execute function todos_follow_parent();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger todos_follow_parent on todos;
      drop function todos_follow_parent();
      alter table todo_occurrences drop column reopened_ids;
      drop index todos_trash_idx, todos_parent_idx;
      alter table todos
        drop constraint todos_trash_check,
        drop constraint todos_completed_with_check,
        drop constraint todos_depth_check,
        drop constraint todos_parent_check,
        drop constraint todos_parent_id_fkey,
        drop constraint todos_id_list_id_depth_key,
        drop column former_parent_id,
        drop column is_deleted_with_list,
        drop column deleted_at,
        drop column completed_with,
        drop column depth,
        drop column parent_depth,
        drop column parent_id;
      drop index todo_lists_trash_idx, todo_lists_owner_id_position_idx;
      create index todo_lists_owner_id_position_idx on todo_lists (owner_id, position, id);
      alter table todo_lists drop column deleted_at;
    `);
  }
}
