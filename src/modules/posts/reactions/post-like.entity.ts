import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** That a member likes a post. A trigger counts these rows in `posts.like_count`, however they come and go. */
@Entity('post_likes')
@Index('post_likes_user_id_idx', ['userId', 'createdAt', 'postId'])
export class PostLike {
  @PrimaryColumn('uuid', { name: 'post_id', primaryKeyConstraintName: 'post_likes_pkey' })
  @ForeignKey('posts', { onDelete: 'CASCADE', name: 'post_likes_post_id_fkey' })
  postId!: string;

  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'post_likes_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'post_likes_user_id_fkey' })
  userId!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;
}
