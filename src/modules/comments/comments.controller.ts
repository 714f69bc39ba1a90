import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { httpErrors } from '../../platform/errors/http.errors.js';
import { IdParam } from '../../platform/http/id-param.dto.js';
import { type ExpectedVersions, IfMatch } from '../../platform/http/if-match.decorator.js';
import { Location } from '../../platform/http/location.decorator.js';
import { Problems } from '../../platform/http/problems.decorator.js';
import { KeptForGuests } from '../../platform/public-answers/public-answer.decorator.js';
import { CurrentUser, OptionalAuth } from '../../platform/security/access.decorators.js';
import type { SignedInUser } from '../../platform/security/signed-in-user.js';
import { postErrors } from '../posts/index.js';
import { CommentThreadsService } from './comment-threads.service.js';
import { commentErrors } from './comment.errors.js';
import { CommentPage, CommentView } from './comment.view.js';
import { CommentsService } from './comments.service.js';
import { CommentsQuery } from './dto/comments-query.dto.js';
import { CreateCommentDto } from './dto/create-comment.dto.js';
import { UpdateCommentDto } from './dto/update-comment.dto.js';

@ApiTags('comments')
@Controller()
export class CommentsController {
  constructor(
    private readonly comments: CommentsService,
    private readonly threads: CommentThreadsService,
  ) {}

  /**
   * The comments of a post
   *
   * One level of the thread: the top level, or the replies to `parent`. With `tree=true` each comment brings `replies`, in the
   * same order: the first 10 of each comment, down to 4 levels below the page, 200 in all, those nearer to the top first.
   * Where `replyCount` says that there are more, ask for them by `parent`.
   */
  @Get('posts/:id/comments')
  @OptionalAuth()
  @KeptForGuests()
  @Problems(postErrors.notFound, commentErrors.notFound)
  list(
    @CurrentUser() viewer: SignedInUser | undefined,
    @Param() { id }: IdParam,
    @Query() query: CommentsQuery,
  ): Promise<CommentPage> {
    return this.threads.list(viewer, id, query);
  }

  /**
   * Comment on a post, or reply to a comment
   *
   * `@username` of somebody who is there becomes a mention. Somebody who is new here and puts links into a comment will see
   * `isHeld`: it waits until a moderator has looked at it.
   */
  @Post('posts/:id/comments')
  @Location('/api/v1/comments/{id}')
  @Problems(
    postErrors.notFound,
    commentErrors.postNotPublished,
    commentErrors.closed,
    commentErrors.parentNotFound,
    commentErrors.parentDeleted,
    commentErrors.parentConcealed,
    commentErrors.repeated,
    commentErrors.authorGone,
  )
  create(
    @CurrentUser() author: SignedInUser,
    @Param() { id }: IdParam,
    @Body() comment: CreateCommentDto,
  ): Promise<CommentView> {
    return this.comments.create(author, id, comment);
  }

  /** One comment */
  @Get('comments/:id')
  @OptionalAuth()
  @KeptForGuests()
  @Problems(commentErrors.notFound)
  get(@CurrentUser() viewer: SignedInUser | undefined, @Param() { id }: IdParam): Promise<CommentView> {
    return this.comments.get(viewer, id);
  }

  /**
   * Edit my comment
   *
   * `editedAt` says that it was. When somebody else has replied, there are 15 minutes left.
   */
  @Patch('comments/:id')
  @Problems(
    commentErrors.notFound,
    commentErrors.notYours,
    commentErrors.editWindowClosed,
    commentErrors.linksNotYet,
    httpErrors.preconditionFailed,
  )
  update(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @Body() changes: UpdateCommentDto,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<CommentView> {
    return this.comments.update(user, id, changes, expected);
  }

  /**
   * Delete a comment
   *
   * For its author, the author of the post, and moderators. While there are replies under it, a tombstone keeps its place.
   */
  @Delete('comments/:id')
  @HttpCode(204)
  @Problems(commentErrors.notFound, commentErrors.notYours, httpErrors.preconditionFailed)
  delete(
    @CurrentUser() user: SignedInUser,
    @Param() { id }: IdParam,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.comments.delete(user, id, expected);
  }
}
