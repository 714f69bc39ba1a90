import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which photos a post shows, in which order, and which of them is its cover. */
export class PostPhotos1764000013200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table post_photos (
        post_id uuid not null constraint post_photos_post_id_fkey references posts on delete cascade,
        photo_id uuid not null constraint post_photos_photo_id_fkey references photos,
        position integer,
        is_cover boolean not null default false,
        constraint post_photos_pkey primary key (post_id, photo_id),
        constraint post_photos_place_check check (position is not null or is_cover)
      );
      create index post_photos_photo_id_idx on post_photos (photo_id);
      create unique index post_photos_cover_key on post_photos (post_id) where is_cover;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table post_photos');
  }
}
