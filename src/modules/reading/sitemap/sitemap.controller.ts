import { Controller, Get, Header, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PublicUrl } from '../../../platform/http/public-url.js';
import { KeptForGuests } from '../../../platform/public-answers/public-answer.decorator.js';
import { Public } from '../../../platform/security/access.decorators.js';
import { SitemapParam } from '../dto/feed-param.dto.js';
import { SitemapService } from './sitemap.service.js';

/** What the pages show, as far as everybody may see it: addresses that are signed end otherwise (RFC 9309 §2.2.3). */
const PICTURES = '/api/v1/photos/*.webp$';

const XML = 'application/xml; charset=utf-8';

/** For crawlers. */
@ApiExcludeController()
@Public()
@Controller()
export class SitemapController {
  constructor(
    private readonly sitemap: SitemapService,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get('robots.txt')
  @KeptForGuests()
  @Header('content-type', 'text/plain; charset=utf-8')
  robots(@Req() request: FastifyRequest): string {
    const sitemap = `${this.publicUrl.of(request)}/sitemap.xml`;
    return `User-agent: *\nAllow: ${PICTURES}\nDisallow: /api/\nSitemap: ${sitemap}\n`;
  }

  @Get('sitemap.xml')
  @KeptForGuests()
  @Header('content-type', XML)
  @Header('cache-control', 'public, max-age=3600')
  overview(@Req() request: FastifyRequest): Promise<string> {
    return this.sitemap.overview(this.publicUrl.of(request));
  }

  @Get('sitemaps/:file')
  @KeptForGuests()
  @Header('content-type', XML)
  @Header('cache-control', 'public, max-age=3600')
  file(@Param() { file }: SitemapParam, @Req() request: FastifyRequest): Promise<string> {
    return this.sitemap.file(this.publicUrl.of(request), Number.parseInt(file.slice('posts-'.length), 10));
  }
}
