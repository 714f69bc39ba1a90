import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who follows whom, and the counts of a profile, which triggers keep (docs/adr/0034). */
export class Follows1764000014100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table users
        add post_count integer not null default 0,
        add follower_count integer not null default 0,
        add following_count integer not null default 0
          constraint users_following_count_check check (following_count <= 5000);
      update users set post_count = (select count(*) from posts where author_id = users.id and status = 'published');

      create table follows (
        follower_id uuid not null constraint follows_follower_id_fkey references users on delete cascade,
        followee_id uuid not null constraint follows_followee_id_fkey references users on delete cascade,
        created_at timestamptz(3) not null default clock_timestamp(),
        constraint follows_pkey primary key (follower_id, followee_id),
        constraint follows_self_check check (follower_id <> followee_id)
      );
      create index follows_follower_idx on follows (follower_id, created_at, followee_id);
      create index follows_followee_idx on follows (followee_id, created_at, follower_id);

      create function count_follows() returns trigger language plpgsql as $$
      declare
        step constant integer := case tg_op when 'INSERT' then 1 else -1 end;
        follower constant uuid := case tg_op when 'INSERT' then new.follower_id else old.follower_id end;
        followee constant uuid := case tg_op when 'INSERT' then new.followee_id else old.followee_id end;
      begin
        -- In one order for all, so that two who follow each other at the same moment do not wait for each other.
        perform from users where id in (follower, followee) order by id for no key update;
        update users set following_count = following_count + step where id = follower;
        update users set follower_count = follower_count + step where id = followee;
        return null;
      end $$;
      create trigger follows_count after insert or delete on follows for each row execute function count_follows();

      create function count_posts() returns trigger language plpgsql as $$
      declare
        was constant boolean := tg_op <> 'INSERT' and coalesce(old.status = 'published', false);
        is_now constant boolean := tg_op <> 'DELETE' and coalesce(new.status = 'published', false);
      begin
        if was <> is_now then
          update users set post_count = post_count + case when is_now then 1 else -1 end
          where id = case when is_now then new.author_id else old.author_id end;
        end if;
        return null;
      end $$;
      create trigger posts_count after insert or delete or update of status on posts
        for each row execute function count_posts();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger posts_count on posts;
      drop table follows;
      drop function count_posts(), count_follows();
      alter table users drop post_count, drop follower_count, drop following_count;
    `);
  }
}
