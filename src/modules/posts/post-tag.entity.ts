import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A tag of a published post. The date is repeated here, so that one index gives a tag's posts in the order of the list. */
@Entity('post_tags')
@Index('post_tags_published_idx', ['tag', 'publishedAt', 'postId'])
export class PostTag {
  @PrimaryColumn('uuid', { name: 'post_id', primaryKeyConstraintName: 'post_tags_pkey' })
  @ForeignKey('posts', { onDelete: 'CASCADE', name: 'post_tags_post_id_fkey' })
  postId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'post_tags_pkey' })
  tag!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'published_at' })
  publishedAt!: Date;
}
