import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicUrl } from '../../../platform/http/public-url.js';
import { TakesAnyQuery } from '../../../platform/http/query.decorators.js';
import { KeptForGuests } from '../../../platform/public-answers/public-answer.decorator.js';
import { Public } from '../../../platform/security/access.decorators.js';
import { BlogAddresses } from '../blog-addresses.js';
import { PostsPageQuery } from '../dto/page-query.dto.js';
import { SlugParam } from '../dto/slug-param.dto.js';
import { MissingPageFilter } from './missing-page.filter.js';
import { MovedPageFilter } from './moved-page.filter.js';
import { PagesService } from './pages.service.js';
import { postPage } from './post.page.js';
import { postsPage } from './posts.page.js';

/** Pages to be read: nothing in them runs, and nothing is loaded from elsewhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';');

/** The blog in a browser. */
@ApiExcludeController()
@Public()
@Controller('blog')
export class PagesController {
  constructor(
    private readonly pages: PagesService,
    private readonly blog: BlogAddresses,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @KeptForGuests()
  async list(@Query() query: PostsPageQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { items, nextCursor } = await this.pages.list(query);
    const { author, tag } = query;
    return asPage(reply, postsPage({ posts: items, nextCursor, filter: { author, tag } }));
  }

  @Get(':slug')
  @TakesAnyQuery()
  @KeptForGuests()
  @UseFilters(MissingPageFilter, MovedPageFilter)
  async read(
    @Param() { slug }: SlugParam,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const read = await this.pages.read(slug);
    const canonical = this.blog.post(this.publicUrl.of(request), read.post.slug);
    return asPage(reply, postPage({ canonical, ...read }));
  }
}

function asPage(reply: FastifyReply, page: string): string {
  void reply.type('text/html; charset=utf-8').header('content-security-policy', CONTENT_SECURITY_POLICY);
  return page;
}
