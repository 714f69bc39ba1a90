import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/load-config.js';
import { addresses, type PostsFilter, queryOf } from './addresses.js';

/** Where readers are sent who are not here yet: to the front end's blog if there is one, else to the pages of this server. */
@Injectable()
export class BlogAddresses {
  private readonly frontEnd: string | undefined;

  constructor(config: Config) {
    this.frontEnd = config.get('BLOG_URL');
  }

  /** @param origin of this server. */
  posts(origin: string, filter: PostsFilter = {}): string {
    return this.blog(origin) + queryOf(filter);
  }

  post(origin: string, slug: string): string {
    return `${this.blog(origin)}/${slug}`;
  }

  private blog(origin: string): string {
    return this.frontEnd ?? origin + addresses.posts;
  }
}
