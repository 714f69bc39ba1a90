import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** That a member likes a comment. A trigger counts them in `comments.like_count`. */
@Entity('comment_likes')
@Index('comment_likes_user_id_idx', ['userId', 'createdAt', 'commentId'])
export class CommentLike {
  @PrimaryColumn('uuid', { name: 'comment_id', primaryKeyConstraintName: 'comment_likes_pkey' })
  @ForeignKey('comments', { onDelete: 'CASCADE', name: 'comment_likes_comment_id_fkey' })
  commentId!: string;

  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'comment_likes_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'comment_likes_user_id_fkey' })
  userId!: string;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'clock_timestamp()' })
  createdAt!: Date;
}
