import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicUrl } from '../../../platform/http/public-url.js';
import { KeptForGuests } from '../../../platform/public-answers/public-answer.decorator.js';
import { Public } from '../../../platform/security/access.decorators.js';
import { CommentsFeedParam, PostsFeedParam } from '../dto/feed-param.dto.js';
import { FeedQuery } from '../dto/feed-query.dto.js';
import { type FeedChannel, lastChangeOf } from './feed-entry.js';
import { FEED_TYPES, type FeedFormat, writeFeed } from './feed-formats.js';
import { FeedsService } from './feeds.service.js';

/** For programs that read feeds; not part of the API, and so not in its document. */
@ApiExcludeController()
@Public()
@Controller('feeds')
export class FeedsController {
  constructor(
    private readonly feeds: FeedsService,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get(':file')
  @KeptForGuests()
  @Header('cache-control', 'public, max-age=300')
  async posts(
    @Param() { file }: PostsFeedParam,
    @Query() query: FeedQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const format = formatOf(file);
    return send(reply, await this.feeds.ofPosts(this.publicUrl.of(request), query, format), format);
  }

  @Get('posts/:id/:file')
  @KeptForGuests()
  @Header('cache-control', 'public, max-age=300')
  async comments(
    @Param() { id, file }: CommentsFeedParam,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const format = formatOf(file);
    return send(reply, await this.feeds.ofComments(this.publicUrl.of(request), id, format), format);
  }
}

function formatOf(file: string): FeedFormat {
  return file.slice(file.lastIndexOf('.') + 1) as FeedFormat;
}

function send(reply: FastifyReply, channel: FeedChannel, format: FeedFormat): string {
  void reply
    .type(`${FEED_TYPES[format]}; charset=utf-8`)
    .header('last-modified', lastChangeOf(channel.entries).toUTCString())
    .header('link', `<${channel.selfUrl}>; rel="self", <${channel.url}>; rel="alternate"; type="text/html"`);
  return writeFeed(channel, format);
}
