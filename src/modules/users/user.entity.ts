import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { SearchColumn } from '../../platform/search/search-column.js';
import { ROLES, type Role } from '../../platform/security/signed-in-user.js';

/** Their posts are looked up one member at a time for the feed. */
export const MAX_FOLLOWED = 5_000;

/** A member's account, without anything secret (that is auth's). */
@Entity('users')
@Index('users_username_key', ['username'], { unique: true })
// On lower(email), which TypeORM cannot describe.
@Index('users_email_key', { synchronize: false })
@Check('users_suspension_check', '(suspension_reason is null) = (suspended_until is null)')
@Check('users_admin_not_suspended_check', `role <> 'admin' or suspended_until is null`)
@Check('users_following_count_check', `following_count <= ${MAX_FOLLOWED}`)
// When the photo goes, only `avatar_photo_id` becomes null, which TypeORM cannot say: see the migration.
@ForeignKey('photos', ['avatarPhotoId', 'id'], ['id', 'ownerId'], {
  name: 'users_avatar_photo_fkey',
  onDelete: 'SET NULL',
})
@Index('users_avatar_photo_id_idx', ['avatarPhotoId'])
@Check('users_role_check', `role in (${ROLES.map((role) => `'${role}'`).join(', ')})`)
@Index('users_newest_idx', ['createdAt', 'id'])
// GIN indexes, which TypeORM cannot describe.
@Index('users_search_idx', { synchronize: false })
@Index('users_name_trigram_idx', { synchronize: false })
export class User {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'users_pkey' })
  id!: string;

  /** Lower case always, so that a plain unique index makes it unique without regard to case. */
  @Column('text')
  username!: string;

  /** As it was typed; unique by `lower(email)`. */
  @Column('text')
  email!: string;

  /** When it was proved that mails to this address reach the member. */
  @Column({ type: 'timestamptz', name: 'email_verified_at', precision: 3, nullable: true })
  emailVerifiedAt!: Date | null;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text', { nullable: true })
  bio!: string | null;

  /** One of the member's own photos, which is then for everybody to see. */
  @Column('uuid', { name: 'avatar_photo_id', nullable: true })
  avatarPhotoId!: string | null;

  /** IANA name; decides what "today" is. */
  @Column('text', { default: 'UTC' })
  timezone!: string;

  @Column('text', { default: 'user' })
  role!: Role;

  /** Set together with `suspendedUntil`; both stay when the time is over. */
  @Column('text', { name: 'suspension_reason', nullable: true })
  suspensionReason!: string | null;

  /** `infinity` in the table where there is no end. */
  @Column({ type: 'timestamptz', name: 'suspended_until', precision: 3, nullable: true })
  suspendedUntil!: Date | null;

  /** These three are counted by triggers, however posts and follows come and go (docs/adr/0034). Only what is published counts. */
  @Column('integer', { name: 'post_count', default: 0 })
  postCount!: number;

  @Column('integer', { name: 'follower_count', default: 0 })
  followerCount!: number;

  @Column('integer', { name: 'following_count', default: 0 })
  followingCount!: number;

  @Column('integer', { default: 1 })
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3, name: 'updated_at' })
  updatedAt!: Date;

  @SearchColumn()
  search?: string;
}
