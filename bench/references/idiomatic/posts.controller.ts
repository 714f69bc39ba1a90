import {
  Controller,
  Get,
  NotFoundException,
  Param,
  ParseIntPipe,
  Query,
  SerializeOptions,
  UseGuards,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CurrentUser, OptionalJwtAuthGuard } from './auth.js';
import { Page } from './page.js';
import { Post, PostBookmark, PostLike, PostSlug, WHOLE } from './post.entity.js';
import type { User } from './user.entity.js';

const relations = { author: true, photos: true } as const;

@Controller('posts')
export class PostsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  async list(@Query('limit', ParseIntPipe) limit: number): Promise<Page<Post>> {
    const posts = await this.dataSource.getRepository(Post).find({
      ...{ where: { status: 'published' }, relations, take: limit + 1 },
      order: { publishedAt: 'DESC', id: 'DESC' },
    });
    return new Page(posts, limit, 'posts:newest', ({ publishedAt, id }) => [publishedAt!.toISOString(), id]);
  }

  @Get(':slug')
  @UseGuards(OptionalJwtAuthGuard)
  @SerializeOptions({ groups: [WHOLE] })
  async get(@Param('slug') slug: string, @CurrentUser() user: User | undefined): Promise<Post> {
    const found = await this.dataSource
      .getRepository(PostSlug)
      .findOne({ where: { slug, post: { status: 'published' } }, relations: { post: relations } });
    if (!found) throw new NotFoundException();
    const { post } = found;
    if (user) {
      const mine = { postId: post.id, userId: user.id };
      const liked = await this.dataSource.getRepository(PostLike).existsBy(mine);
      const bookmarked = await this.dataSource.getRepository(PostBookmark).existsBy(mine);
      post.viewer = { liked, bookmarked, canEdit: post.authorId === user.id };
    }
    return post;
  }
}
