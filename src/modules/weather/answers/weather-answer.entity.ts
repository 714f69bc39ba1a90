import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One of the source's answers, for all replicas; or, without one, the mark of a replica that is asking for it. */
@Entity('weather_answers')
export class WeatherAnswer {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'weather_answers_pkey' })
  key!: string;

  /** JSON. Text, because it is only ever handed through: PostgreSQL need not understand it. */
  @Column('text', { nullable: true })
  answer!: string | null;

  @Column({ type: 'timestamptz', name: 'fetched_at', precision: 3, nullable: true })
  fetchedAt!: Date | null;

  /** Until then one replica is asking, and the others wait. */
  @Column({ type: 'timestamptz', name: 'leased_until', precision: 3, nullable: true })
  leasedUntil!: Date | null;

  /** The source failed to answer; nobody asks this again before. */
  @Column({ type: 'timestamptz', name: 'retry_at', precision: 3, nullable: true })
  retryAt!: Date | null;

  @Index('weather_answers_expires_at_idx')
  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt!: Date;
}
