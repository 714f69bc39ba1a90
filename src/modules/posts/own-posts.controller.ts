import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { CurrentUser } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { OwnPostsQuery } from './dto/own-posts-query.dto.js';
import { PostListsService } from './post-lists.service.js';
import { PostPage } from './post.view.js';

@ApiTags('posts')
@Controller('users/me/posts')
export class OwnPostsController {
  constructor(private readonly lists: PostListsService) {}

  /** My posts, drafts too, newest first */
  @Get()
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() author: SignedInUser, @Query() query: OwnPostsQuery): Promise<PostPage> {
    return this.lists.listOwned(author, query);
  }
}
