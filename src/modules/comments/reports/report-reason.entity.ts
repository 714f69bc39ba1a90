import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Why one member reported a comment. It goes with that member's account. */
@Entity('report_reasons')
@Index('report_reasons_reporter_id_idx', ['reporterId', 'createdAt', 'reportId'])
export class ReportReason {
  @PrimaryColumn('uuid', { name: 'report_id', primaryKeyConstraintName: 'report_reasons_pkey' })
  @ForeignKey('reports', { onDelete: 'CASCADE', name: 'report_reasons_report_id_fkey' })
  reportId!: string;

  @PrimaryColumn('uuid', { name: 'reporter_id', primaryKeyConstraintName: 'report_reasons_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'report_reasons_reporter_id_fkey' })
  reporterId!: string;

  @Column('text')
  reason!: string;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3, default: () => 'clock_timestamp()' })
  createdAt!: Date;
}
