import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { SearchColumn } from '../../platform/search/search-column.js';

/** In what quality somebody concealed a comment; `reports` is nobody, but as many reports as the setting says. */
export const CONCEALED_AS = ['post_author', 'moderator', 'reports'] as const;
export type ConcealedAs = (typeof CONCEALED_AS)[number];

/**
 * One comment in a post's thread, or the tombstone of one: a row without a body, which stays while it has replies.
 *
 * The two columns of the parent's key make the database refuse a reply under another post's comment, and let
 * `comments_thread_idx` find the replies of a row that is being deleted.
 */
@Entity('comments')
@Unique('comments_post_id_id_key', ['postId', 'id'])
@Index('comments_thread_idx', ['postId', 'parentId', 'createdAt', 'id'])
@Index('comments_top_idx', ['postId', 'parentId', 'likeCount', 'createdAt', 'id'])
@ForeignKey('comments', ['postId', 'parentId'], ['postId', 'id'], { name: 'comments_parent_id_fkey' })
@Index('comments_repeated_idx', ['authorId', 'postId', 'createdAt'])
@Check('comments_reply_count_check', 'reply_count >= 0')
@Check('comments_like_count_check', 'like_count >= 0')
@Check('comments_concealed_as_check', `concealed_as in (${CONCEALED_AS.map((as) => `'${as}'`).join(', ')})`)
@Check(
  'comments_concealment_check',
  '(concealed_at is null) = (concealed_as is null) and (concealed_at is not null or concealed_by is null)',
)
@Check('comments_held_check', 'held_at is null or (body is not null and concealed_at is null and reply_count = 0)')
@Check('comments_tombstone_check', 'body is not null or (html is null and author_id is null)')
@Index('comments_feed_idx', ['postId', 'createdAt', 'id'], {
  where: 'body is not null and concealed_at is null and held_at is null',
})
@Index('comments_newest_idx', ['createdAt', 'id'])
// GIN indexes, which TypeORM cannot describe.
@Index('comments_search_idx', { synchronize: false })
export class Comment {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'comments_pkey' })
  id!: string;

  @Column('uuid', { name: 'post_id' })
  @ForeignKey('posts', { onDelete: 'CASCADE', name: 'comments_post_id_fkey' })
  postId!: string;

  /** The comment that this one answers; null at the top level. */
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** Null when the account is gone, and on a tombstone. */
  @Index('comments_author_id_idx')
  @Column('uuid', { name: 'author_id', nullable: true })
  @ForeignKey('users', { onDelete: 'SET NULL', name: 'comments_author_id_fkey' })
  authorId!: string | null;

  /** Markdown. Null on a tombstone: what was deleted is not kept. */
  @Column('text', { nullable: true })
  body!: string | null;

  /** The body, rendered and sanitised when it was written. */
  @Column('text', { nullable: true })
  html!: string | null;

  /** Of the folded body: by this a repeated comment is recognised. */
  @Column('text', { nullable: true })
  digest!: string | null;

  /** How many rows have this one as their parent, tombstones and concealed ones included, held ones not. */
  @Column('integer', { name: 'reply_count', default: 0 })
  replyCount!: number;

  /** Kept by a trigger on `comment_likes`. */
  @Column('integer', { name: 'like_count', default: 0 })
  likeCount!: number;

  /** When somebody other than its author first replied. It stays when that reply is deleted. */
  @Column({ type: 'timestamptz', name: 'first_answered_at', precision: 3, nullable: true })
  firstAnsweredAt!: Date | null;

  /** Since when its words are withheld from most. */
  @Column({ type: 'timestamptz', name: 'concealed_at', precision: 3, nullable: true })
  concealedAt!: Date | null;

  @Column('text', { name: 'concealed_as', nullable: true })
  concealedAs!: ConcealedAs | null;

  @Index('comments_concealed_by_idx')
  @Column('uuid', { name: 'concealed_by', nullable: true })
  @ForeignKey('users', { onDelete: 'SET NULL', name: 'comments_concealed_by_fkey' })
  concealedBy!: string | null;

  /** Since when it waits for a moderator; until then it is there for its author and moderators only, and has no replies. */
  @Column({ type: 'timestamptz', name: 'held_at', precision: 3, nullable: true })
  heldAt!: Date | null;

  /** Counts edits by the author, and the deletion. */
  @Column('integer', { default: 1 })
  version!: number;

  /** By the database's clock, which all replicas share, and taken while the post is locked: within a post it follows the order of commits. */
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'edited_at', precision: 3, nullable: true })
  editedAt!: Date | null;

  @SearchColumn()
  search?: string;
}
