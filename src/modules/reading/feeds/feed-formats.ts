import { Feed } from 'feed';
import { type FeedChannel, type FeedEntry, lastChangeOf } from './feed-entry.js';

export const FEED_FORMATS = ['rss', 'atom', 'json'] as const;
export type FeedFormat = (typeof FEED_FORMATS)[number];

export const FEED_TYPES: Record<FeedFormat, string> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
};

const PICTURE_TYPE = 'image/webp';

/** A feed as RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1. */
export function writeFeed(channel: FeedChannel, format: FeedFormat): string {
  if (format === 'json') return writeJson(channel);
  return format === 'rss' ? writeRss(channel) : writeAtom(channel);
}

function writeRss(channel: FeedChannel): string {
  const feed = feedOf(channel);
  for (const entry of channel.entries) {
    feed.addItem({
      ...itemOf(entry),
      title: entry.title,
      ...(entry.summary !== undefined && { description: escape(entry.summary) }),
      // RSS's own author is an e-mail address, which is nobody's business.
      ...(entry.author !== undefined && { extensions: [{ name: 'dc:creator', objects: { _text: entry.author } }] }),
    });
  }
  return feed.rss2();
}

function writeAtom(channel: FeedChannel): string {
  const feed = feedOf(channel);
  for (const entry of channel.entries) {
    feed.addItem({
      ...itemOf(entry),
      title: escape(entry.title),
      ...(entry.summary !== undefined && { description: escape(entry.summary) }),
      author: [{ name: entry.author ?? 'Somebody' }],
    });
  }
  return feed.atom1();
}

function feedOf({ title, description, url, selfUrl, entries }: FeedChannel): Feed {
  const updated = lastChangeOf(entries);
  return new Feed({ title, description, id: url, link: url, feed: selfUrl, updated, generator: 'Kitchen' });
}

function itemOf({ id, url, html, tags, publishedAt, updatedAt, picture }: FeedEntry) {
  return {
    ...{ id, link: url, content: html, published: publishedAt, date: updatedAt },
    category: tags.map((tag) => ({ name: tag, term: tag })),
    ...(picture !== undefined && {
      enclosure: { url: picture.url, type: PICTURE_TYPE, length: picture.byteLength },
    }),
  };
}

/** By hand: the library writes version 1, without attachments. */
function writeJson({ title, description, url, selfUrl, entries }: FeedChannel): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    ...{ title, description, home_page_url: url, feed_url: selfUrl },
    items: entries.map((entry) => ({
      ...{ id: entry.id, url: entry.url, title: entry.title, summary: entry.summary, content_html: entry.html },
      date_published: entry.publishedAt,
      date_modified: entry.updatedAt,
      ...(entry.author !== undefined && { authors: [{ name: entry.author }] }),
      ...(entry.tags.length > 0 && { tags: entry.tags }),
      ...(entry.picture !== undefined && {
        image: entry.picture.url,
        attachments: [{ url: entry.picture.url, mime_type: PICTURE_TYPE, size_in_bytes: entry.picture.byteLength }],
      }),
    })),
  });
}

/** Both take summaries, and Atom titles, for HTML. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
