import { OmitType } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { PastInstant } from '../../../platform/personal-data/past-instant.rule.js';
import { POST_STATUSES, type PostStatus } from '../post-status.js';
import { CreatePostDto } from './create-post.dto.js';

/** An item of an export's `posts.json`: what one may write, with its dates. */
export class ImportedPostDto extends OmitType(CreatePostDto, ['status']) {
  @IsUUID()
  id!: string;

  @Matches(/^[a-z0-9-]{1,80}$/, { message: 'must be 1 to 80 lower case letters of ASCII, digits and hyphens' })
  slug!: string;

  @IsIn(POST_STATUSES)
  status!: PostStatus;

  @PastInstant()
  createdAt!: Date;

  @PastInstant()
  updatedAt!: Date;

  @IsOptional()
  @PastInstant()
  publishedAt?: Date | null;

  @IsOptional()
  @PastInstant()
  deletedAt?: Date | null;
}

/** An item of `post-revisions.json`. */
export class ImportedRevisionDto extends OmitType(CreatePostDto, [
  'status',
  'publishAt',
  'photoIds',
  'coverPhotoId',
  'areCommentsOpen',
]) {
  @IsUUID()
  postId!: string;

  @IsInt()
  @Min(1)
  @Max(1_000_000)
  number!: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  restoredFrom?: number | null;

  @PastInstant()
  createdAt!: Date;

  @PastInstant()
  savedAt!: Date;
}

/** An item of `likes.json` or `bookmarks.json`. */
export class ImportedReactionDto {
  @IsUUID()
  id!: string;

  @PastInstant()
  createdAt!: Date;
}
