import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A photo that a post shows. While it does, the photo cannot be deleted. */
@Entity('post_photos')
@Check('post_photos_place_check', 'position is not null or is_cover')
@Index('post_photos_photo_id_idx', ['photoId'])
@Index('post_photos_cover_key', ['postId'], { unique: true, where: 'is_cover' })
export class PostPhoto {
  @PrimaryColumn('uuid', { name: 'post_id', primaryKeyConstraintName: 'post_photos_pkey' })
  @ForeignKey('posts', { onDelete: 'CASCADE', name: 'post_photos_post_id_fkey' })
  postId!: string;

  @PrimaryColumn('uuid', { name: 'photo_id', primaryKeyConstraintName: 'post_photos_pkey' })
  @ForeignKey('photos', { name: 'post_photos_photo_id_fkey' })
  photoId!: string;

  /** Among the post's photos, from 1; null for one that is the cover and nothing else. */
  @Column('integer', { nullable: true })
  position!: number | null;

  /** Chosen by the author. Without one the first photo stands in. */
  @Column('boolean', { name: 'is_cover', default: false })
  isCover!: boolean;
}
