import { Exclude, Expose } from 'class-transformer';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { User } from './user.entity.js';

/** With whom a single post is shown. */
export const WHOLE = 'whole';

export interface Viewer {
  liked: boolean;
  bookmarked: boolean;
  canEdit: boolean;
}

@Entity('posts')
export class Post {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  slug!: string;

  @Column('text')
  title!: string;

  @Exclude()
  @Column('text', { name: 'excerpt', nullable: true })
  ownExcerpt!: string | null;

  @Exclude()
  @Column('text')
  opening!: string;

  @Expose()
  get excerpt(): string {
    return this.ownExcerpt ?? this.opening;
  }

  @Column('text')
  status!: string;

  @Column('text', { array: true })
  tags!: string[];

  @Exclude()
  @Column('uuid', { name: 'author_id' })
  authorId!: string;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'author_id' })
  author!: Relation<User>;

  @OneToMany(() => PostPhoto, (photo) => photo.post)
  photos!: Relation<PostPhoto>[];

  @Expose()
  get coverPhoto(): PostPhoto | null {
    return this.photos.find(({ isCover }) => isCover) ?? this.photos[0] ?? null;
  }

  @Column('integer', { name: 'like_count' })
  likeCount!: number;

  @Column('integer', { name: 'comment_count' })
  commentCount!: number;

  @Column('integer', { name: 'reading_minutes' })
  readingMinutes!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;

  @Column('timestamptz', { name: 'publish_at', nullable: true })
  publishAt!: Date | null;

  @Expose({ groups: [WHOLE] })
  @Column('boolean', { name: 'are_comments_open' })
  areCommentsOpen!: boolean;

  @Expose({ groups: [WHOLE] })
  @Column('text')
  body!: string;

  @Expose({ groups: [WHOLE] })
  @Column('text')
  html!: string;

  viewer?: Viewer;
}

@Entity('post_photos')
export class PostPhoto {
  @PrimaryColumn('uuid', { name: 'post_id' })
  postId!: string;

  @PrimaryColumn('uuid', { name: 'photo_id' })
  photoId!: string;

  @Column('boolean', { name: 'is_cover' })
  isCover!: boolean;

  @ManyToOne(() => Post, (post) => post.photos)
  @JoinColumn({ name: 'post_id' })
  post!: Relation<Post>;
}

@Entity('post_slugs')
export class PostSlug {
  @PrimaryColumn('text')
  slug!: string;

  @ManyToOne(() => Post)
  @JoinColumn({ name: 'post_id' })
  post!: Relation<Post>;
}

@Entity('post_likes')
export class PostLike {
  @PrimaryColumn('uuid', { name: 'post_id' })
  postId!: string;

  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;
}

@Entity('post_bookmarks')
export class PostBookmark {
  @PrimaryColumn('uuid', { name: 'post_id' })
  postId!: string;

  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;
}
