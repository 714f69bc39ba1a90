import { Exclude, Expose } from 'class-transformer';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('users')
export class User {
  @Exclude()
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  username!: string;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Exclude()
  @Column('uuid', { name: 'avatar_photo_id', nullable: true })
  avatarPhotoId!: string | null;

  @Expose()
  get avatarUrl(): string | null {
    return this.avatarPhotoId && `/api/v1/photos/${this.avatarPhotoId}/thumb.webp`;
  }
}
