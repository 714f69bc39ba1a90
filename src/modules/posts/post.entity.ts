import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { SearchColumn } from '../../platform/search/search-column.js';
import { POST_STATUSES, type PostStatus } from './post-status.js';

@Entity('posts')
@Check('posts_status_check', `status in (${POST_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Check('posts_published_at_check', `(status = 'published') = (published_at is not null)`)
@Index('posts_published_idx', ['publishedAt', 'id'], { where: `status = 'published'` })
@Index('posts_author_published_idx', ['authorId', 'publishedAt', 'id'], { where: `status = 'published'` })
@Index('posts_author_created_idx', ['authorId', 'createdAt', 'id'])
@Index('posts_author_drafts_idx', ['authorId', 'createdAt', 'id'], { where: `status = 'draft'` })
// GIN indexes, which TypeORM cannot describe.
@Index('posts_search_idx', { synchronize: false })
@Index('posts_title_trigram_idx', { synchronize: false })
export class Post {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'posts_pkey' })
  id!: string;

  @Column('uuid', { name: 'author_id' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'posts_author_id_fkey' })
  authorId!: string;

  /** The current one; `post_slugs` holds it too, with all earlier ones, and keeps them unique. */
  @Column('text')
  slug!: string;

  @Column('text')
  title!: string;

  /** Markdown, as it was written. */
  @Column('text')
  body!: string;

  /** The body rendered and sanitised, when it was written. */
  @Column('text')
  html!: string;

  /** The author's own; without one {@link opening} stands in. */
  @Column('text', { nullable: true })
  excerpt!: string | null;

  /** The beginning of the body in plain text. */
  @Column('text')
  opening!: string;

  /** In the author's order. Those of published posts are in `post_tags` too, where lists look. */
  @Column('text', { array: true, default: () => `'{}'` })
  tags!: string[];

  @Column('text')
  status!: PostStatus;

  /** Kept by the comments room in the transaction that adds or deletes a comment. */
  @Column('integer', { name: 'comment_count', default: 0 })
  commentCount!: number;

  @Column('integer', { name: 'reading_minutes' })
  readingMinutes!: number;

  /** Counts edits by the author, and nothing else. */
  @Column('integer', { default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3, name: 'updated_at' })
  updatedAt!: Date;

  /** When it was published; null for a draft. */
  @Column({ type: 'timestamptz', precision: 3, name: 'published_at', nullable: true })
  publishedAt!: Date | null;

  @SearchColumn()
  search?: string;
}
