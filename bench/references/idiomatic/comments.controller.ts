import { hash } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post as HttpPost,
  UseGuards,
} from '@nestjs/common';
import { IsString, Length } from 'class-validator';
import { DataSource, IsNull } from 'typeorm';
import { v7 as newId } from 'uuid';
import { fold } from '../../../src/modules/comments/text/comment-texts.js';
import { readConversation } from '../../../src/platform/markdown/markdown.js';
import { CurrentUser, JwtAuthGuard } from './auth.js';
import { Comment } from './comment.entity.js';
import { Page } from './page.js';
import { Post } from './post.entity.js';
import { User } from './user.entity.js';

const LIMIT = 10;

export class CreateCommentDto {
  @IsString()
  @Length(1, 10_000)
  body!: string;
}

@Controller('posts/:postId/comments')
export class CommentsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  async list(@Param('postId', ParseUUIDPipe) postId: string): Promise<Page<Comment>> {
    if (!(await this.dataSource.getRepository(Post).existsBy({ id: postId, status: 'published' })))
      throw new NotFoundException();
    const comments = await this.dataSource.getRepository(Comment).find({
      where: { postId, parentId: IsNull(), heldAt: IsNull() },
      relations: { author: true, mentions: { user: true } },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: LIMIT + 1,
    });
    return new Page(comments, LIMIT, `comments:${postId}:oldest`, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  }

  @HttpPost()
  @UseGuards(JwtAuthGuard)
  async create(
    @Param('postId', ParseUUIDPipe) postId: string,
    @Body() { body }: CreateCommentDto,
    @CurrentUser() user: User,
  ): Promise<Comment> {
    const html = readConversation(body).toHtml(() => undefined);
    const digest = hash('sha256', fold(body), 'base64url');
    return this.dataSource.transaction(async (manager) => {
      const post = await manager.findOneBy(Post, { id: postId, status: 'published', areCommentsOpen: true });
      if (!post) throw new NotFoundException();
      await manager.increment(Post, { id: postId }, 'commentCount', 1);
      const words = { id: newId(), postId, parentId: null, authorId: user.id, body, html, digest, editedAt: null };
      const { id } = await manager.save(manager.create(Comment, words));
      const relations = { author: true, mentions: { user: true } } as const;
      const comment = await manager.findOneOrFail(Comment, { where: { id }, relations });
      const viewer = { canConceal: post.authorId === user.id, canReport: false };
      comment.viewer = { liked: false, canEdit: true, canDelete: true, ...viewer };
      return comment;
    });
  }
}
