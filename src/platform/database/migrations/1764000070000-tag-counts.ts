import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many published posts have a tag, and how many like each of them, where the lists of them are read from: docs/adr/0061. The
 * version before writes `post_tags` without knowing of it, so triggers do the counting.
 */
export class TagCounts1764000070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tag_counts (
        tag text collate "C" constraint tag_counts_pkey primary key,
        post_count integer not null
      );
      create index tag_counts_used_idx on tag_counts (post_count desc, tag);

      create table tag_changes (
        id bigint generated always as identity constraint tag_changes_pkey primary key,
        tag text collate "C" not null,
        delta integer not null
      );

      create trigger tag_counts_public_change after insert or update or delete on tag_counts
        for each statement execute function announce_public_change();
      create trigger tag_changes_public_change after insert or update or delete on tag_changes
        for each statement execute function announce_public_change();

      create function note_tags_added() returns trigger language plpgsql as $$
      begin
        insert into tag_changes (tag, delta) select tag, count(*) from added group by tag;
        return null;
      end $$;
      create function note_tags_removed() returns trigger language plpgsql as $$
      begin
        insert into tag_changes (tag, delta) select tag, -count(*) from removed group by tag;
        return null;
      end $$;
      create trigger post_tags_note_added after insert on post_tags referencing new table as added
        for each statement execute function note_tags_added();
      create trigger post_tags_note_removed after delete on post_tags referencing old table as removed
        for each statement execute function note_tags_removed();

      alter table post_tags add like_count integer not null default 0;
      create function take_post_likes() returns trigger language plpgsql as $$
      begin
        new.like_count := coalesce((select like_count from posts where id = new.post_id), 0);
        return new;
      end $$;
      create trigger post_tags_take_likes before insert on post_tags
        for each row execute function take_post_likes();
      create function pass_post_likes_on() returns trigger language plpgsql as $$
      begin
        update post_tags set like_count = new.like_count where post_id = new.id;
        return null;
      end $$;
      create trigger posts_pass_likes_on after update of like_count on posts
        for each row when (old.like_count <> new.like_count) execute function pass_post_likes_on();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger posts_pass_likes_on on posts;
      drop trigger post_tags_take_likes on post_tags;
      drop trigger post_tags_note_removed on post_tags;
      drop trigger post_tags_note_added on post_tags;
      drop function pass_post_likes_on(), take_post_likes(), note_tags_removed(), note_tags_added();
      alter table post_tags drop like_count;
      drop table tag_changes, tag_counts;
    `);
  }
}
