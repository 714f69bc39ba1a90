import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A post's life: scheduled, trashed, liked, kept as a bookmark (docs/adr/0033). A post in the trash has a status of its own,
 * so that whoever asks for published posts cannot find it.
 */
export class PostLife1764000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table posts
        add publish_at timestamptz(3),
        add trashed_at timestamptz(3),
        add trashed_from text,
        add trashed_by text,
        add like_count integer not null default 0,
        add renderer_version integer not null default 0,
        drop constraint posts_status_check,
        drop constraint posts_published_at_check,
        add constraint posts_status_check check (status in ('draft', 'scheduled', 'published', 'trashed')),
        add constraint posts_published_at_check
          check (status = 'trashed' or (status = 'published') = (published_at is not null)),
        add constraint posts_publish_at_check
          check (status = 'trashed' or (status = 'scheduled') = (publish_at is not null)),
        add constraint posts_trashed_check check (
          num_nonnulls(trashed_at, trashed_from, trashed_by) = case status when 'trashed' then 3 else 0 end),
        add constraint posts_like_count_check check (like_count >= 0);
      create index posts_author_scheduled_idx on posts (author_id, created_at, id) where status = 'scheduled';
      create index posts_scheduled_idx on posts (publish_at) where status = 'scheduled';
      create index posts_author_trashed_idx on posts (author_id, trashed_at, id) where status = 'trashed';
      create index posts_trashed_idx on posts (trashed_at) where status = 'trashed';
      create index posts_top_idx on posts (like_count, published_at, id) where status = 'published';

      create table post_likes (
        post_id uuid not null constraint post_likes_post_id_fkey references posts on delete cascade,
        user_id uuid not null constraint post_likes_user_id_fkey references users on delete cascade,
        created_at timestamptz(3) not null default clock_timestamp(),
        constraint post_likes_pkey primary key (post_id, user_id)
      );
      create index post_likes_user_id_idx on post_likes (user_id, created_at, post_id);

      create table post_bookmarks (
        user_id uuid not null constraint post_bookmarks_user_id_fkey references users on delete cascade,
        post_id uuid not null constraint post_bookmarks_post_id_fkey references posts on delete cascade,
        created_at timestamptz(3) not null default clock_timestamp(),
        constraint post_bookmarks_pkey primary key (user_id, post_id)
      );
      create index post_bookmarks_created_idx on post_bookmarks (user_id, created_at, post_id);
      create index post_bookmarks_post_id_idx on post_bookmarks (post_id);

      create function count_post_likes() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          update posts set like_count = like_count + 1 where id = new.post_id;
        else
          update posts set like_count = like_count - 1 where id = old.post_id;
        end if;
        return null;
      end $$;
      create trigger post_likes_count after insert or delete on post_likes
        for each row execute function count_post_likes();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table post_bookmarks, post_likes;
      drop function count_post_likes();
      delete from posts where status in ('scheduled', 'trashed');
      alter table posts
        drop publish_at, drop trashed_at, drop trashed_from, drop trashed_by, drop renderer_version,
        drop like_count,
        drop constraint posts_status_check,
        drop constraint posts_published_at_check,
        add constraint posts_status_check check (status in ('draft', 'published')),
        add constraint posts_published_at_check check ((status = 'published') = (published_at is not null));
    `);
  }
}
