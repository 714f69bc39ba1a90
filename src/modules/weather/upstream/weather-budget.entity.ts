import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** One row: what was spent of the source's limits in the running minute, hour and day (UTC). */
@Entity('weather_budget')
@Check('weather_budget_id_check', 'id = 1')
export class WeatherBudget {
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'weather_budget_pkey' })
  id!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  minute!: Date;

  @Column('numeric', { name: 'minute_spent' })
  minuteSpent!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  hour!: Date;

  @Column('numeric', { name: 'hour_spent' })
  hourSpent!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  day!: Date;

  @Column('numeric', { name: 'day_spent' })
  daySpent!: string;

  /** No replica makes a call before this; set when the source answered 429. */
  @Column({ type: 'timestamptz', name: 'paused_until', precision: 3, nullable: true })
  pausedUntil!: Date | null;
}
