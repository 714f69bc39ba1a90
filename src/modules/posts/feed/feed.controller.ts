import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { PageQuery } from '../../../platform/http/page.dto.js';
import { Problems } from '../../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../../platform/security/signed-in-user.js';
import { PostPage } from '../post.view.js';
import { FeedService } from './feed.service.js';

@ApiTags('posts')
@Controller('posts/feed')
export class FeedController {
  constructor(private readonly feed: FeedService) {}

  /** Posts of those whom I follow, the newest first */
  @Get()
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() reader: SignedInUser, @Query() query: PageQuery): Promise<PostPage> {
    return this.feed.list(reader, query);
  }
}
