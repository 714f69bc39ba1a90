import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What the author wrote, as it was at a time. The last revision says what the post says. */
@Entity('post_revisions')
export class PostRevision {
  @PrimaryColumn('uuid', { name: 'post_id', primaryKeyConstraintName: 'post_revisions_pkey' })
  @ForeignKey('posts', { onDelete: 'CASCADE', name: 'post_revisions_post_id_fkey' })
  postId!: string;

  /** From 1, without gaps: it is given while the post is locked. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'post_revisions_pkey' })
  number!: number;

  @Column('text')
  title!: string;

  /** The author's own; null where the opening of the text stood in. */
  @Column('text', { nullable: true })
  excerpt!: string | null;

  @Column('text')
  body!: string;

  @Column('text', { array: true })
  tags!: string[];

  /** The revision whose words these are again. */
  @Column('integer', { name: 'restored_from', nullable: true })
  restoredFrom!: number | null;

  /** Whether it stays as it is, because it was public or restored; otherwise the next save may go into it. */
  @Column('boolean', { name: 'is_sealed' })
  isSealed!: boolean;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  /** When something was last written into it. */
  @Column({ type: 'timestamptz', precision: 3, name: 'saved_at', default: () => 'clock_timestamp()' })
  savedAt!: Date;
}
