import type { MigrationInterface, QueryRunner } from 'typeorm';

const POSTS_AT_ONCE = 1_000;

/** Brings what was there before the triggers up to date, while others write: docs/adr/0061. */
export class TagCountsFilled1764000070100 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // One snapshot: what was noted since the triggers came is in both, and counted once.
    await runner.query(`
      insert into tag_counts (tag, post_count)
      select tag, sum(count) from (
        select tag, count(*) from post_tags group by tag
        union all select tag, -sum(delta) from tag_changes group by tag
      ) as counted (tag, count)
      group by tag having sum(count) <> 0
      on conflict (tag) do update set post_count = excluded.post_count`);
    for (let isOver = false; !isOver;) {
      // A post is locked by whoever changes its likes, so that what is read of it here stays true.
      const answer: unknown = await runner.query(`
        update post_tags set like_count = post.like_count
        from (
          select id, like_count from posts
          where id in (
            select post_id from post_tags join posts on posts.id = post_id
            where post_tags.like_count <> posts.like_count limit ${POSTS_AT_ONCE})
          order by id for no key update
        ) as post
        where post_id = post.id`);
      isOver = !Array.isArray(answer) || !(Number(answer[1]) > 0);
    }
    await runner.query('drop index concurrently if exists post_tags_top_idx');
    await runner.query(`
      create index concurrently post_tags_top_idx on post_tags (tag, like_count, published_at, post_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index post_tags_top_idx');
  }
}
