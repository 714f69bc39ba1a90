import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Members' photos, and under them the images, each once however many have uploaded it: docs/adr/0031. */
export class Photos1764000013100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table images (
        id uuid constraint images_pkey primary key,
        hash text not null constraint images_hash_key unique,
        width integer not null,
        height integer not null,
        byte_size integer not null,
        placeholder text not null,
        thumb_key uuid not null constraint images_thumb_key_fkey references stored_files,
        medium_key uuid not null constraint images_medium_key_fkey references stored_files,
        large_key uuid not null constraint images_large_key_fkey references stored_files,
        created_at timestamptz(3) not null default now()
      );
      create index images_thumb_key_idx on images (thumb_key);
      create index images_medium_key_idx on images (medium_key);
      create index images_large_key_idx on images (large_key);

      create table photos (
        id uuid constraint photos_pkey primary key,
        owner_id uuid not null constraint photos_owner_id_fkey references users on delete cascade,
        image_id uuid not null constraint photos_image_id_fkey references images,
        alt text,
        byte_size integer not null,
        url_secret text not null,
        unused_since timestamptz(3) default now(),
        version integer not null default 1,
        created_at timestamptz(3) not null default now(),
        constraint photos_id_owner_id_key unique (id, owner_id)
      );
      create index photos_owner_created_idx on photos (owner_id, created_at, id);
      create index photos_image_id_idx on photos (image_id);
      create index photos_unused_idx on photos (unused_since);

      alter table users add avatar_photo_id uuid;
      alter table users add constraint users_avatar_photo_fkey
        foreign key (avatar_photo_id, id) references photos (id, owner_id) on delete set null (avatar_photo_id);
      create index users_avatar_photo_id_idx on users (avatar_photo_id);

      -- An image goes with its last photo, whichever way that went: by its owner, by the sweep, with the account.
      create function forget_images() returns trigger language plpgsql as $$
      declare forgotten uuid;
      begin
        -- Whoever is just adding a photo of the image holds it; all who lock several lock them in this order.
        for forgotten in select id from images where id in (select image_id from gone) order by id for update loop
          -- A statement of its own, so that it sees the photos that were added while the lock was waited for.
          delete from images where id = forgotten and not exists (select from photos where image_id = forgotten);
        end loop;
        return null;
      end $$;
      create trigger photos_forget_images after delete on photos
        referencing old table as gone for each statement execute function forget_images();

      create function release_image_files() returns trigger language plpgsql as $$
      begin
        perform release_stored_files(array[old.thumb_key, old.medium_key, old.large_key]);
        return null;
      end $$;
      create trigger images_release_files after delete on images
        for each row execute function release_image_files();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table users drop constraint users_avatar_photo_fkey;
      alter table users drop column avatar_photo_id;
      drop table photos, images;
      drop function forget_images;
      drop function release_image_files;
    `);
  }
}
