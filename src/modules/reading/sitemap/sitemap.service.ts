import { Injectable } from '@nestjs/common';
import { httpErrors } from '../../../platform/errors/http.errors.js';
import { PublishedPostsService } from '../../posts/index.js';
import { BlogAddresses } from '../blog-addresses.js';

/** A fifth of what the protocol allows in one file: about a megabyte. */
const PER_FILE = 10_000;
const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9';

interface Entry {
  loc: string;
  lastmod?: Date;
}

/** Where crawlers find every published post (sitemaps.org/protocol.html). */
@Injectable()
export class SitemapService {
  constructor(
    private readonly posts: PublishedPostsService,
    private readonly blog: BlogAddresses,
  ) {}

  /** All addresses, or the files in which they are when they are too many for one. */
  async overview(origin: string): Promise<string> {
    const files = Math.ceil((await this.posts.count()) / PER_FILE);
    if (files <= 1) return urlset([{ loc: this.blog.posts(origin) }, ...(await this.entries(origin, 1))]);
    const locations = Array.from({ length: files }, (_, index) => ({
      loc: `${origin}/sitemaps/posts-${index + 1}.xml`,
    }));
    return `${DECLARATION}<sitemapindex xmlns="${XMLNS}">${locations.map((entry) => element('sitemap', entry)).join('')}</sitemapindex>\n`;
  }

  /** One of the files, the oldest posts in the first. @throws `http.not_found` past the last one. */
  async file(origin: string, number: number): Promise<string> {
    const entries = await this.entries(origin, number);
    if (entries.length === 0) throw httpErrors.notFound();
    return urlset(entries);
  }

  private async entries(origin: string, file: number): Promise<Entry[]> {
    const posts = await this.posts.listAddresses(PER_FILE, (file - 1) * PER_FILE);
    return posts.map(({ slug, updatedAt }) => ({ loc: this.blog.post(origin, slug), lastmod: updatedAt }));
  }
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function urlset(entries: readonly Entry[]): string {
  return `${DECLARATION}<urlset xmlns="${XMLNS}">${entries.map((entry) => element('url', entry)).join('')}</urlset>\n`;
}

/** The path of a front end's blog may have an ampersand; there is nothing else that would need escaping. */
function element(name: string, { loc, lastmod }: Entry): string {
  const time = lastmod ? `<lastmod>${lastmod.toISOString()}</lastmod>` : '';
  return `\n<${name}><loc>${loc.replaceAll('&', '&amp;')}</loc>${time}</${name}>`;
}
