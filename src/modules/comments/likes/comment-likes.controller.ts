import { Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { commentErrors } from '../comment.errors.js';
import { CommentLikesService } from './comment-likes.service.js';

@ApiTags('comments')
@Controller('comments/:id/like')
export class CommentLikesController {
  constructor(private readonly likes: CommentLikesService) {}

  /** Like a comment */
  @Put()
  @HttpCode(204)
  @Problems(commentErrors.notFound, commentErrors.concealed, commentErrors.authorGone)
  like(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.likes.like(user, id);
  }

  /** Take my like back */
  @Delete()
  @HttpCode(204)
  @Problems(commentErrors.notFound)
  unlike(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.likes.unlike(user, id);
  }
}
