import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** That a comment mentions a member. */
@Entity('comment_mentions')
@Index('comment_mentions_user_id_idx', ['userId'])
export class CommentMention {
  @PrimaryColumn('uuid', { name: 'comment_id', primaryKeyConstraintName: 'comment_mentions_pkey' })
  @ForeignKey('comments', { onDelete: 'CASCADE', name: 'comment_mentions_comment_id_fkey' })
  commentId!: string;

  @PrimaryColumn('uuid', { name: 'user_id', primaryKeyConstraintName: 'comment_mentions_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'comment_mentions_user_id_fkey' })
  userId!: string;

  /** Its place among the mentions of this comment. */
  @Column('integer')
  position!: number;
}
