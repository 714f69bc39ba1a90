import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A member's photo: a name for an image, with words of one's own. */
@Entity('photos')
@Unique('photos_id_owner_id_key', ['id', 'ownerId'])
@Index('photos_owner_created_idx', ['ownerId', 'createdAt', 'id'])
@Index('photos_image_id_idx', ['imageId'])
@Index('photos_unused_idx', ['unusedSince'])
export class Photo {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'photos_pkey' })
  id!: string;

  @Column('uuid', { name: 'owner_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'photos_owner_id_fkey' })
  ownerId!: string;

  @Column('uuid', { name: 'image_id' })
  @ForeignKey('images', { name: 'photos_image_id_fkey' })
  imageId!: string;

  /** What the picture shows, for whoever does not see it. */
  @Column('text', { nullable: true })
  alt!: string | null;

  /** The image's, which never changes; counts against the quota. */
  @Column('integer', { name: 'byte_size' })
  byteSize!: number;

  /** Signs the addresses by which its owner sees it while nobody else may. */
  @Column('text', { name: 'url_secret' })
  urlSecret!: string;

  /** Since when nothing has used it, as far as the sweep knows. */
  @Column({ type: 'timestamptz', precision: 3, name: 'unused_since', nullable: true, default: () => 'now()' })
  unusedSince!: Date | null;

  @Column('integer', { default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
