import { Body, Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { type ExpectedVersions, IfMatch } from '../../platform/http/if-match.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { PublicationDto } from './dto/publication.dto.js';
import { PostPublicationService } from './post-publication.service.js';
import { postErrors } from './post.errors.js';
import { PostView } from './post.view.js';

@ApiTags('posts')
@Controller('posts/:id/publication')
export class PostPublicationController {
  constructor(private readonly publication: PostPublicationService) {}

  /**
   * Publish my post, now or at a time
   *
   * With a time the post is scheduled, or rescheduled; until then only its author can see it.
   */
  @Put()
  @Problems(postErrors.notFound, postErrors.notYours, postErrors.alreadyPublished, httpErrors.preconditionFailed)
  publish(
    @CurrentUser() author: SignedInUser,
    @Param() { id }: IdParam,
    @Body() publication: PublicationDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<PostView> {
    return this.publication.publish(author, id, publication, expected);
  }

  /** Make my post a draft again, published or scheduled */
  @Delete()
  @Problems(postErrors.notFound, postErrors.notYours, httpErrors.preconditionFailed)
  unpublish(
    @CurrentUser() author: SignedInUser,
    @Param() { id }: IdParam,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<PostView> {
    return this.publication.unpublish(author, id, expected);
  }
}
