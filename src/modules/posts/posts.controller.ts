import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, UseFilters } from '@nestjs/common';
import { ApiMovedPermanentlyResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { type ExpectedVersions, IfMatch } from '../../platform/http/if-match.decorator.js';
import { Location } from '../../platform/http/location.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { KeptForGuests } from '../../platform/public-answers/public-answer.decorator.js';
import { CurrentUser, OptionalAuth } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { CreatePostDto } from './dto/create-post.dto.js';
import { PostParam } from './dto/post-param.dto.js';
import { PostsQuery } from './dto/posts-query.dto.js';
import { UpdatePostDto } from './dto/update-post.dto.js';
import { PostListsService } from './post-lists.service.js';
import { PostMovedFilter } from './post-moved.filter.js';
import { postErrors } from './post.errors.js';
import { PostPage, PostView } from './post.view.js';
import { PostsService } from './posts.service.js';
import { TrashService } from './trash/trash.service.js';

@ApiTags('posts')
@Controller('posts')
export class PostsController {
  constructor(
    private readonly posts: PostsService,
    private readonly lists: PostListsService,
    private readonly trash: TrashService,
  ) {}

  /** Published posts */
  @Get()
  @OptionalAuth()
  @KeptForGuests()
  @Problems(httpErrors.invalidCursor)
  list(@CurrentUser() viewer: SignedInUser | undefined, @Query() query: PostsQuery): Promise<PostPage> {
    return this.lists.listPublished(viewer, query);
  }

  /** Write a post */
  @Post()
  @Location('/api/v1/posts/{slug}')
  @Problems(postErrors.authorGone)
  create(@CurrentUser() author: SignedInUser, @Body() post: CreatePostDto): Promise<PostView> {
    return this.posts.create(author, post);
  }

  /**
   * One post
   *
   * A draft and a scheduled post are there for their author only. An earlier slug leads to the current one.
   */
  @Get(':idOrSlug')
  @OptionalAuth()
  @KeptForGuests()
  @UseFilters(PostMovedFilter)
  @ApiOkResponse({ type: PostView })
  @ApiMovedPermanentlyResponse({ description: 'The title was changed; `Location` is the current address.' })
  @Problems(postErrors.notFound)
  get(@CurrentUser() viewer: SignedInUser | undefined, @Param() { idOrSlug }: PostParam): Promise<PostView> {
    return this.posts.get(viewer, idOrSlug);
  }

  /**
   * Edit my post
   *
   * What it says and shows. When it is public is no part of it: publish, schedule, reschedule or take back with `PUT` and
   * `DELETE /api/v1/posts/{id}/publication`.
   */
  @Patch(':id')
  @Problems(postErrors.notFound, postErrors.notYours, httpErrors.preconditionFailed)
  update(
    @CurrentUser() author: SignedInUser,
    @Param() { id }: IdParam,
    @Body() edit: UpdatePostDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<PostView> {
    return this.posts.update(author, id, edit, expected);
  }

  /**
   * Delete a post
   *
   * It goes to the trash for 30 days, with its comments and likes, and is nobody's to see. Moderators may delete what is
   * published by others.
   */
  @Delete(':id')
  @HttpCode(204)
  @Problems(postErrors.notFound, postErrors.notYours, httpErrors.preconditionFailed)
  delete(
    @CurrentUser() viewer: SignedInUser,
    @Param() { id }: IdParam,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.trash.put(viewer, id, expected);
  }
}
