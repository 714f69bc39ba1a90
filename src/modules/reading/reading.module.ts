import { Module } from '@nestjs/common';
import { CommentsModule } from '../comments/index.js';
import { PostsModule } from '../posts/index.js';
import { BlogAddresses } from './blog-addresses.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { FeedsService } from './feeds/feeds.service.js';
import { PagesController } from './pages/pages.controller.js';
import { PagesService } from './pages/pages.service.js';
import { SitemapController } from './sitemap/sitemap.controller.js';
import { SitemapService } from './sitemap/sitemap.service.js';

/** The blog for whoever has no account and no client: pages, feeds, and what leads crawlers there. */
@Module({
  imports: [PostsModule, CommentsModule],
  controllers: [PagesController, FeedsController, SitemapController],
  providers: [BlogAddresses, PagesService, FeedsService, SitemapService],
})
export class ReadingModule {}
