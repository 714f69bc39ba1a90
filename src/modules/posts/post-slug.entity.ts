import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Every slug that a post has or had. It stays reserved when the post is gone (not when its author is), so that no old link leads to another post. */
@Entity('post_slugs')
export class PostSlug {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'post_slugs_pkey' })
  slug!: string;

  /** Null once the post is deleted. */
  @Index('post_slugs_post_id_idx')
  @Column('uuid', { name: 'post_id', nullable: true })
  @ForeignKey('posts', { onDelete: 'SET NULL', name: 'post_slugs_post_id_fkey' })
  postId!: string | null;

  /** Whose post it is or was: its words go with the account. Null for slugs that are older than this column. */
  @Index('post_slugs_author_id_idx')
  @Column('uuid', { name: 'author_id', nullable: true })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'post_slugs_author_id_fkey' })
  authorId!: string | null;
}
