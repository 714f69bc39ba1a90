import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** `reported` by members, or `held` when it was written. */
export const REPORT_KINDS = ['reported', 'held'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const OUTCOMES = ['dismiss', 'conceal', 'delete', 'approve'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** A comment that waits for a moderator, or what a moderator decided. A comment has one at most that is open. */
@Entity('reports')
@Check('reports_kind_check', `kind in (${list(REPORT_KINDS)})`)
@Check('reports_outcome_check', `outcome in (${list(OUTCOMES)})`)
@Check(
  'reports_resolution_check',
  '(resolved_at is null) = (outcome is null) and (resolved_at is not null or resolved_by is null)',
)
@Index('reports_open_key', ['commentId'], { unique: true, where: 'resolved_at is null' })
@Index('reports_waiting_idx', ['createdAt', 'id'], { where: 'resolved_at is null' })
@Index('reports_resolved_idx', ['resolvedAt', 'id'], { where: 'resolved_at is not null' })
export class Report {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reports_pkey' })
  id!: string;

  /** Null when the comment is gone, which only a resolved report outlives. */
  @Index('reports_comment_id_idx')
  @Column('uuid', { name: 'comment_id', nullable: true })
  @ForeignKey('comments', { onDelete: 'SET NULL', name: 'reports_comment_id_fkey' })
  commentId!: string | null;

  @Column('text')
  kind!: ReportKind;

  @Column('text', { nullable: true })
  outcome!: Outcome | null;

  @Index('reports_resolved_by_idx')
  @Column('uuid', { name: 'resolved_by', nullable: true })
  @ForeignKey('users', { onDelete: 'SET NULL', name: 'reports_resolved_by_fkey' })
  resolvedBy!: string | null;

  @Column({ type: 'timestamptz', name: 'resolved_at', precision: 3, nullable: true })
  resolvedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'clock_timestamp()' })
  createdAt!: Date;
}
