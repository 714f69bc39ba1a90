import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** That a member wants to find a post again. Nobody else learns of it. */
@Entity('post_bookmarks')
@Index('post_bookmarks_created_idx', ['userId', 'createdAt', 'postId'])
export class PostBookmark {
  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'post_bookmarks_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'post_bookmarks_user_id_fkey' })
  userId!: string;

  @Index('post_bookmarks_post_id_idx')
  @PrimaryColumn('uuid', { name: 'post_id', primaryKeyConstraintName: 'post_bookmarks_pkey' })
  @ForeignKey('posts', { onDelete: 'CASCADE', name: 'post_bookmarks_post_id_fkey' })
  postId!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;
}
