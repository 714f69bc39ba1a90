import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Posts, with every slug they ever had, and the tags of those that are published. */
export class Posts1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table posts (
        id uuid constraint posts_pkey primary key,
        author_id uuid not null constraint posts_author_id_fkey references users on delete cascade,
        slug text not null,
        title text not null,
        body text not null,
        html text not null,
        excerpt text,
        opening text not null,
        tags text[] not null default '{}',
        status text not null constraint posts_status_check check (status in ('draft', 'published')),
        comment_count integer not null default 0,
        reading_minutes integer not null,
        version integer not null default 1,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        published_at timestamptz(3),
        constraint posts_published_at_check check ((status = 'published') = (published_at is not null))
      );
      create index posts_published_idx on posts (published_at, id) where status = 'published';
      create index posts_author_published_idx on posts (author_id, published_at, id) where status = 'published';
      create index posts_author_created_idx on posts (author_id, created_at, id);
      create index posts_author_drafts_idx on posts (author_id, created_at, id) where status = 'draft';

      create table post_slugs (
        slug text constraint post_slugs_pkey primary key,
        post_id uuid constraint post_slugs_post_id_fkey references posts on delete set null
      );
      create index post_slugs_post_id_idx on post_slugs (post_id);

      create table post_tags (
        post_id uuid not null constraint post_tags_post_id_fkey references posts on delete cascade,
        tag text not null,
        published_at timestamptz(3) not null,
        constraint post_tags_pkey primary key (post_id, tag)
      );
      create index post_tags_published_idx on post_tags (tag, published_at, post_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table post_tags, post_slugs, posts');
  }
}
