import { Injectable } from '@nestjs/common';
import { NewestCommentsService } from '../../comments/index.js';
import { PostsService, PublishedPostsService, type WholePost } from '../../posts/index.js';
import { addresses } from '../addresses.js';
import { BlogAddresses } from '../blog-addresses.js';
import type { FeedQuery } from '../dto/feed-query.dto.js';
import { type FeedChannel, type FeedEntry, fitForXml, withAbsoluteAddresses } from './feed-entry.js';
import type { FeedFormat } from './feed-formats.js';

const POSTS = 20;
const COMMENTS = 50;

@Injectable()
export class FeedsService {
  constructor(
    private readonly posts: PublishedPostsService,
    private readonly post: PostsService,
    private readonly comments: NewestCommentsService,
    private readonly blog: BlogAddresses,
  ) {}

  /** The newest posts: all, an author's, those with a tag. */
  async ofPosts(origin: string, { author, tag }: FeedQuery, format: FeedFormat): Promise<FeedChannel> {
    const posts = await this.posts.listWhole({ author, tag, limit: POSTS });
    const whose = author === undefined ? 'Posts' : `Posts by @${author.toLowerCase()}`;
    return {
      title: fitForXml(tag === undefined ? whose : `${whose} about ${tag}`),
      description: 'The newest posts, whole.',
      url: this.blog.posts(origin, { author, tag }),
      selfUrl: origin + addresses.postsFeed(format, { author, tag }),
      entries: posts.map((post) => toEntry(post, origin, this.blog.post(origin, post.slug))),
    };
  }

  /** The newest comments on a post. @throws `posts.not_found` */
  async ofComments(origin: string, postId: string, format: FeedFormat): Promise<FeedChannel> {
    const { title, slug } = await this.post.get(undefined, postId);
    const url = this.blog.post(origin, slug);
    const comments = await this.comments.list(postId, COMMENTS);
    return {
      title: fitForXml(`Comments on “${title}”`),
      description: 'The newest comments.',
      url,
      selfUrl: origin + addresses.commentsFeed(postId, format),
      entries: comments.map(({ id, html, authorName, createdAt, changedAt }) => ({
        id: `urn:uuid:${id}`,
        url: `${url}#comment-${id}`,
        title: fitForXml(`${authorName ?? 'Somebody'} on “${title}”`),
        summary: undefined,
        html: withAbsoluteAddresses(fitForXml(html), origin, url),
        author: authorName === null ? undefined : fitForXml(authorName),
        tags: [],
        publishedAt: createdAt,
        updatedAt: changedAt,
        picture: undefined,
      })),
    };
  }
}

function toEntry(post: WholePost, origin: string, url: string): FeedEntry {
  return {
    id: `urn:uuid:${post.id}`,
    url,
    title: fitForXml(post.title),
    summary: fitForXml(post.excerpt),
    html: withAbsoluteAddresses(fitForXml(post.html), origin, url),
    author: fitForXml(post.author.displayName),
    tags: post.tags,
    publishedAt: post.publishedAt,
    updatedAt: post.updatedAt > post.publishedAt ? post.updatedAt : post.publishedAt,
    picture: post.coverPhoto ? { url: origin + post.coverPhoto.url, byteLength: post.coverByteLength } : undefined,
  };
}
