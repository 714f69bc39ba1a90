import { Exclude, Expose, Transform } from 'class-transformer';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { Post } from './post.entity.js';
import { User } from './user.entity.js';

@Entity('comments')
export class Comment {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'post_id' })
  postId!: string;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Exclude()
  @Column('uuid', { name: 'author_id', nullable: true })
  authorId!: string | null;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'author_id' })
  author!: Relation<User> | null;

  @Exclude()
  @ManyToOne(() => Post)
  @JoinColumn({ name: 'post_id' })
  post!: Relation<Post>;

  @Column('text', { nullable: true })
  body!: string | null;

  @Column('text', { nullable: true })
  html!: string | null;

  @Exclude()
  @Column('text', { nullable: true })
  digest!: string | null;

  @Transform(({ value }) => (value as CommentMention[]).map(({ user }) => user))
  @OneToMany(() => CommentMention, (mention) => mention.comment)
  mentions!: Relation<CommentMention>[];

  @Column('integer', { name: 'like_count', default: 0 })
  likeCount!: number;

  @Column('integer', { name: 'reply_count', default: 0 })
  replyCount!: number;

  @Expose()
  get isDeleted(): boolean {
    return this.body === null;
  }

  @Expose()
  get isHidden(): boolean {
    return this.concealedAt != null;
  }

  @Expose()
  get isHeld(): boolean {
    return this.heldAt != null;
  }

  @Exclude()
  @Column('timestamptz', { name: 'concealed_at', nullable: true })
  concealedAt!: Date | null;

  @Exclude()
  @Column('timestamptz', { name: 'held_at', nullable: true })
  heldAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'edited_at', nullable: true })
  editedAt!: Date | null;

  viewer?: Record<string, boolean>;
}

@Entity('comment_mentions')
export class CommentMention {
  @PrimaryColumn('uuid', { name: 'comment_id' })
  commentId!: string;

  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @ManyToOne(() => Comment, (comment) => comment.mentions)
  @JoinColumn({ name: 'comment_id' })
  comment!: Relation<Comment>;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'user_id' })
  user!: Relation<User>;
}
