import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * A tag of a published post. Its date and how many like it are repeated here, so that an index gives a tag's posts in the order
 * of each list. Triggers keep the likes in step, and count the posts of each tag: docs/adr/0061.
 */
@Entity('post_tags')
@Index('post_tags_published_idx', ['tag', 'publishedAt', 'postId'])
@Index('post_tags_top_idx', ['tag', 'likeCount', 'publishedAt', 'postId'])
export class PostTag {
  @PrimaryColumn('uuid', { name: 'post_id', primaryKeyConstraintName: 'post_tags_pkey' })
  @ForeignKey('posts', { onDelete: 'CASCADE', name: 'post_tags_post_id_fkey' })
  postId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'post_tags_pkey' })
  tag!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'published_at' })
  publishedAt!: Date;

  @Column('integer', { name: 'like_count', default: 0 })
  likeCount!: number;
}
