import { type Html, html } from '../../../platform/pages/html.js';
import type { PostSummary } from '../../posts/index.js';
import { addresses } from '../addresses.js';

/** So that feed readers find the feed by the page's address. */
export function feedLinks(rss: string, atom: string): Html {
  return html`<link rel="alternate" type="application/rss+xml" title="RSS" href="${rss}" />
    <link rel="alternate" type="application/atom+xml" title="Atom" href="${atom}" />`;
}

/** Who wrote it, when, and about what. */
export function byline({ author, publishedAt, readingMinutes, tags }: PostSummary): Html {
  return html`<p class="byline">
    <a rel="author" href="${addresses.postsOf({ author: author.username })}">${author.displayName}</a>
    ${publishedAt === null ? html`` : day(publishedAt)}
    <span>${readingMinutes} min</span>
    ${tags.map((tag) => html`<a rel="tag" href="${addresses.postsOf({ tag })}">#${tag}</a> `)}
  </p>`;
}

/** A day in UTC: readers of one page are anywhere. */
export function day(moment: Date): Html {
  const text = moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return html`<time datetime="${moment.toISOString()}">${text}</time>`;
}
