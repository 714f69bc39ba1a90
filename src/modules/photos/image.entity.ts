import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A picture as it is kept: once, however many members have uploaded the same file. Goes with the last photo of it, by a trigger. */
@Entity('images')
@Unique('images_hash_key', ['hash'])
@Index('images_thumb_key_idx', ['thumbKey'])
@Index('images_medium_key_idx', ['mediumKey'])
@Index('images_large_key_idx', ['largeKey'])
export class Image {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'images_pkey' })
  id!: string;

  /** SHA-256 of the file that was uploaded. */
  @Column('text')
  hash!: string;

  /** Of the uploaded picture, held upright. */
  @Column('integer')
  width!: number;

  @Column('integer')
  height!: number;

  /** Of all variants together. */
  @Column('integer', { name: 'byte_size' })
  byteSize!: number;

  /** A few pixels as a data URL. */
  @Column('text')
  placeholder!: string;

  /** Files of `platform/storage`. A small picture has the same one for several variants. */
  @Column('uuid', { name: 'thumb_key' })
  @ForeignKey('stored_files', { name: 'images_thumb_key_fkey' })
  thumbKey!: string;

  @Column('uuid', { name: 'medium_key' })
  @ForeignKey('stored_files', { name: 'images_medium_key_fkey' })
  mediumKey!: string;

  @Column('uuid', { name: 'large_key' })
  @ForeignKey('stored_files', { name: 'images_large_key_fkey' })
  largeKey!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;
}
