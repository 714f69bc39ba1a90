import { IsOptional, IsUUID } from 'class-validator';
import { IsInstant, ToInstant } from '../../../platform/http/instants.js';
import { NotInFuture } from '../../../platform/personal-data/not-in-future.rule.js';
import { CreateCommentDto } from './create-comment.dto.js';

/** An item of an export's `comments.json`. */
export class ImportedCommentDto extends CreateCommentDto {
  @IsUUID()
  id!: string;

  @IsUUID()
  postId!: string;

  @ToInstant()
  @IsInstant()
  @NotInFuture()
  createdAt!: Date;

  @IsOptional()
  @ToInstant()
  @IsInstant()
  @NotInFuture()
  editedAt?: Date | null;
}

/** An item of `comment-likes.json`. */
export class ImportedCommentLikeDto {
  @IsUUID()
  commentId!: string;

  @ToInstant()
  @IsInstant()
  @NotInFuture()
  likedAt!: Date;
}
