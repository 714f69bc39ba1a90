import { Injectable } from '@nestjs/common';
import { PhotosService } from '../photos/index.js';
import { PostsQuery } from './dto/posts-query.dto.js';
import { PostListsService } from './post-lists.service.js';
import type { PostSummary } from './post.view.js';
import { type PostAddress, PublishedPostsRepository } from './published-posts.repository.js';

/** A post as lists show it, with its text, and the length of the file of its cover. */
export type WholePost = PostSummary & { html: string; publishedAt: Date; coverByteLength: number };

/** What is asked for of the newest posts. */
export interface NewestPosts {
  tag?: string | undefined;
  author?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Published posts for readers without an account: pages, feeds and sitemaps. */
@Injectable()
export class PublishedPostsService {
  constructor(
    private readonly lists: PostListsService,
    private readonly posts: PublishedPostsRepository,
    private readonly photos: PhotosService,
  ) {}

  /** A page of the list that `GET /posts` gives to guests. @throws `http.invalid_cursor` */
  async list({
    tag,
    author,
    cursor,
    limit,
  }: NewestPosts): Promise<{ items: PostSummary[]; nextCursor: string | null }> {
    const query = new PostsQuery();
    query.limit = limit;
    if (tag !== undefined) query.tag = tag;
    if (author !== undefined) query.author = author;
    if (cursor !== undefined) query.cursor = cursor;
    return this.lists.listPublished(undefined, query);
  }

  /** The newest ones, with their text. */
  async listWhole(wanted: NewestPosts): Promise<WholePost[]> {
    const { items } = await this.list(wanted);
    const texts = await this.posts.listHtml(items.map(({ id }) => id));
    const htmlOf = new Map(texts.map(({ id, html }) => [id, html]));
    const lengths = await this.photos.byteLengths(items.flatMap(({ coverPhoto }) => coverPhoto?.id ?? []));
    // One that was taken back between the two reads has none any more.
    return items.flatMap((post) => {
      const [html, { publishedAt }] = [htmlOf.get(post.id), post];
      return html === undefined || publishedAt === null
        ? []
        : [{ ...post, html, publishedAt, coverByteLength: lengths.get(post.coverPhoto?.id ?? '') ?? 0 }];
    });
  }

  async count(): Promise<number> {
    return this.posts.count();
  }

  /** So many addresses, the oldest post's first, after so many others. */
  async listAddresses(count: number, skipped: number): Promise<PostAddress[]> {
    return this.posts.listAddresses(count, skipped);
  }
}
