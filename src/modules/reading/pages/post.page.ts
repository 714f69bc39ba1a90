import { Html, html } from '../../../platform/pages/html.js';
import { layout } from '../../../platform/pages/layout.js';
import type { CommentView } from '../../comments/index.js';
import type { PostView } from '../../posts/index.js';
import { addresses } from '../addresses.js';
import { byline, day, feedLinks } from './parts.js';

interface PostPage {
  /** Where search engines are to send people. */
  canonical: string;
  post: PostView;
  comments: readonly CommentView[];
  hasMore: boolean;
}

/** A whole post, and what others said about it. */
export function postPage({ canonical, post, comments, hasMore }: PostPage): string {
  return layout({
    title: post.title,
    description: post.excerpt,
    script: null,
    head: html`
      <link rel="canonical" href="${canonical}" />
      ${feedLinks(addresses.commentsFeed(post.id, 'rss'), addresses.commentsFeed(post.id, 'atom'))}
    `,
    main: html`
      <p class="trail"><a href="${addresses.posts}">All posts</a></p>
      <article class="prose">
        <h1>${post.title}</h1>
        ${byline(post)} ${showPhotos(post.photos)} ${safe(post.html)}
      </article>
      <section aria-labelledby="comments" class="comments">
        <h2 id="comments">Comments (${post.commentCount})</h2>
        ${showThread(comments)}
        ${hasMore ? html`<p>There are more: <code>GET /api/v1/posts/${post.id}/comments</code></p>` : html``}
      </section>
    `,
  });
}

function showPhotos(photos: PostView['photos']): Html {
  if (photos.length === 0) return html``;
  const figures = photos.map(({ alt, variants: { medium, large } }) => {
    const picture = html`<img
      src="${medium.url}"
      width="${medium.width}"
      height="${medium.height}"
      alt="${alt ?? ''}"
    />`;
    return html`<figure><a href="${large.url}">${picture}</a></figure>`;
  });
  return html`<div class="photos">${figures}</div>`;
}

function showThread(comments: readonly CommentView[]): Html {
  if (comments.length === 0) return html``;
  return html`<ol>
    ${comments.map(showComment)}
  </ol>`;
}

function showComment(comment: CommentView): Html {
  const { id, author, html: text, createdAt, replies = [] } = comment;
  const name = author?.displayName ?? 'Somebody';
  const content = text === null ? html`<p class="byline">This comment is not there any more.</p>` : safe(text);
  return html`<li id="comment-${id}">
    <p class="byline">${text === null ? html`` : html`<strong>${name}</strong>`} ${day(createdAt)}</p>
    <div class="prose">${content}</div>
    ${showThread(replies)}
  </li>`;
}

/** What was sanitised when it was written. */
function safe(sanitised: string): Html {
  return new Html(sanitised);
}
