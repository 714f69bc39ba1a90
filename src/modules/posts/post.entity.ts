import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { SearchColumn } from '../../platform/search/search-column.js';
import { STORED_STATUSES, type PostStatus, type StoredStatus, type TrashedBy } from './post-status.js';

@Entity('posts')
@Check('posts_status_check', `status in (${STORED_STATUSES.map((status) => `'${status}'`).join(', ')})`)
@Check('posts_published_at_check', `status = 'trashed' or (status = 'published') = (published_at is not null)`)
@Check('posts_publish_at_check', `status = 'trashed' or (status = 'scheduled') = (publish_at is not null)`)
@Check(
  'posts_trashed_check',
  `num_nonnulls(trashed_at, trashed_from, trashed_by) = case status when 'trashed' then 3 else 0 end`,
)
@Check('posts_like_count_check', 'like_count >= 0')
@Index('posts_published_idx', ['publishedAt', 'id'], { where: `status = 'published'` })
@Index('posts_author_published_idx', ['authorId', 'publishedAt', 'id'], { where: `status = 'published'` })
@Index('posts_author_created_idx', ['authorId', 'createdAt', 'id'])
@Index('posts_author_drafts_idx', ['authorId', 'createdAt', 'id'], { where: `status = 'draft'` })
@Index('posts_author_scheduled_idx', ['authorId', 'createdAt', 'id'], { where: `status = 'scheduled'` })
@Index('posts_scheduled_idx', ['publishAt'], { where: `status = 'scheduled'` })
@Index('posts_author_trashed_idx', ['authorId', 'trashedAt', 'id'], { where: `status = 'trashed'` })
@Index('posts_trashed_idx', ['trashedAt'], { where: `status = 'trashed'` })
@Index('posts_top_idx', ['likeCount', 'publishedAt', 'id'], { where: `status = 'published'` })
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

  /** By which version of the renderer; `node dist/cli.js rerender` brings old ones up to date. */
  @Column('integer', { name: 'renderer_version', default: 0 })
  rendererVersion!: number;

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
  status!: StoredStatus;

  /** How many members like it: the rows of `post_likes`, counted by a trigger (docs/adr/0033). */
  @Column('integer', { name: 'like_count', default: 0 })
  likeCount!: number;

  /** Kept by the comments room in the transaction that adds or deletes a comment. */
  @Column('integer', { name: 'comment_count', default: 0 })
  commentCount!: number;

  /** The author's switch; see `CommentPeriod`. */
  @Column('boolean', { name: 'are_comments_open', default: true })
  areCommentsOpen!: boolean;

  @Column('integer', { name: 'reading_minutes' })
  readingMinutes!: number;

  /** Counts edits by the author, and nothing else. */
  @Column('integer', { default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3, name: 'updated_at' })
  updatedAt!: Date;

  /** When it was published; null for a draft. Kept in the trash. */
  @Column({ type: 'timestamptz', precision: 3, name: 'published_at', nullable: true })
  publishedAt!: Date | null;

  /** When it is to be published; null unless it is scheduled. Kept in the trash. */
  @Column({ type: 'timestamptz', precision: 3, name: 'publish_at', nullable: true })
  publishAt!: Date | null;

  /** These three are set while it is in the trash, and only then. */
  @Column({ type: 'timestamptz', precision: 3, name: 'trashed_at', nullable: true })
  trashedAt!: Date | null;

  /** What it was before. */
  @Column('text', { name: 'trashed_from', nullable: true })
  trashedFrom!: PostStatus | null;

  @Column('text', { name: 'trashed_by', nullable: true })
  trashedBy!: TrashedBy | null;

  @SearchColumn()
  search?: string;
}
