import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Likes of comments, and when the first answer of somebody else came, which is when the time for edits begins to run out.
 *
 * Likes are counted by a trigger, so that the count is right whatever takes one away, the deletion of an account too.
 */
export class CommentLikes1764000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table comments
        add like_count integer not null default 0 constraint comments_like_count_check check (like_count >= 0),
        add first_answered_at timestamptz(3);
      update comments as parent set first_answered_at = answers.first
      from (
        select answered.id, min(reply.created_at) as first
        from comments as reply join comments as answered on answered.id = reply.parent_id
        where reply.author_id is distinct from answered.author_id
        group by answered.id
      ) as answers
      where answers.id = parent.id;
      create index comments_top_idx on comments (post_id, parent_id, like_count, created_at, id);

      create table comment_likes (
        comment_id uuid not null constraint comment_likes_comment_id_fkey references comments on delete cascade,
        user_id uuid not null constraint comment_likes_user_id_fkey references users on delete cascade,
        created_at timestamptz(3) not null default clock_timestamp(),
        constraint comment_likes_pkey primary key (comment_id, user_id)
      );
      create index comment_likes_user_id_idx on comment_likes (user_id, created_at, comment_id);

      create function count_comment_likes() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          update comments set like_count = like_count + 1 where id = new.comment_id;
        else
          update comments set like_count = like_count - 1 where id = old.comment_id;
        end if;
        return null;
      end $$;
      create trigger comment_likes_count after insert or delete on comment_likes
        for each row execute function count_comment_likes();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table comment_likes;
      drop function count_comment_likes;
      alter table comments drop column first_answered_at, drop column like_count;
    `);
  }
}
