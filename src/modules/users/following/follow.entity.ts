import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** That a member wants to read what another writes. A trigger counts these rows in both accounts. */
@Entity('follows')
@Check('follows_self_check', 'follower_id <> followee_id')
@Index('follows_follower_idx', ['followerId', 'createdAt', 'followeeId'])
@Index('follows_followee_idx', ['followeeId', 'createdAt', 'followerId'])
export class Follow {
  @PrimaryColumn('uuid', { name: 'follower_id', primaryKeyConstraintName: 'follows_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'follows_follower_id_fkey' })
  followerId!: string;

  @PrimaryColumn('uuid', { name: 'followee_id', primaryKeyConstraintName: 'follows_pkey' })
  @ForeignKey('users', { onDelete: 'CASCADE', name: 'follows_followee_id_fkey' })
  followeeId!: string;

  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;
}
