import { Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '../../../platform/http/id-param.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { commentErrors } from '../comment.errors.js';
import { ConcealmentService } from './concealment.service.js';

@ApiTags('comments')
@Controller('comments/:id/concealment')
export class ConcealmentController {
  constructor(private readonly concealment: ConcealmentService) {}

  /**
   * Conceal a comment
   *
   * For moderators and the author of the post. Its place in the thread and the replies to it stay; its words and its author are
   * shown to its author, the author of the post and moderators only.
   */
  @Put()
  @HttpCode(204)
  @Problems(commentErrors.notFound, commentErrors.notYoursToConceal, commentErrors.held, commentErrors.authorGone)
  conceal(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.concealment.conceal(user, id);
  }

  /**
   * Show a concealed comment again
   *
   * What a moderator concealed, or reports did, only a moderator may show again.
   */
  @Delete()
  @HttpCode(204)
  @Problems(commentErrors.notFound, commentErrors.notYoursToConceal, commentErrors.concealedByModerator)
  reveal(@CurrentUser() user: SignedInUser, @Param() { id }: IdParam): Promise<void> {
    return this.concealment.reveal(user, id);
  }
}
