import { IsOptional, IsUUID } from 'class-validator';
import { PastInstant } from '../../../platform/personal-data/past-instant.rule.js';
import { CreateCommentDto } from './create-comment.dto.js';

/** An item of an export's `comments.json`. */
export class ImportedCommentDto extends CreateCommentDto {
  @IsUUID()
  id!: string;

  @IsUUID()
  postId!: string;

  @PastInstant()
  createdAt!: Date;

  @IsOptional()
  @PastInstant()
  editedAt?: Date | null;
}

/** An item of `comment-likes.json`. */
export class ImportedCommentLikeDto {
  @IsUUID()
  commentId!: string;

  @PastInstant()
  likedAt!: Date;
}
