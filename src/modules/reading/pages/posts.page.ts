import { type Html, html } from '../../../platform/pages/html.js';
import { layout } from '../../../platform/pages/layout.js';
import type { PostSummary } from '../../posts/index.js';
import { addresses } from '../addresses.js';
import { byline, feedLinks } from './parts.js';

interface PostsPage {
  posts: readonly PostSummary[];
  nextCursor: string | null;
  filter: { author?: string | undefined; tag?: string | undefined };
}

/** The newest posts: all, an author's, or those with a tag. */
export function postsPage({ posts, nextCursor, filter }: PostsPage): string {
  const title = titleOf(filter);
  return layout({
    title,
    description: 'The newest posts.',
    script: null,
    head: feedLinks(addresses.postsFeed('rss', filter), addresses.postsFeed('atom', filter)),
    main: html`
      <h1>${title}</h1>
      ${posts.length === 0 ? html`<p>There is nothing here yet.</p>` : html``}
      <ol class="posts">
        ${posts.map(showPost)}
      </ol>
      ${
        nextCursor === null
          ? html``
          : html`<p><a href="${addresses.postsOf({ ...filter, cursor: nextCursor })}" rel="next">Older posts</a></p>`
      }
    `,
  });
}

function titleOf({ author, tag }: PostsPage['filter']): string {
  const whose = author === undefined ? 'Posts' : `Posts by @${author.toLowerCase()}`;
  return tag === undefined ? whose : `${whose} about ${tag}`;
}

function showPost(post: PostSummary): Html {
  return html`<li>
    ${showCover(post)}
    <h2><a href="${addresses.post(post.slug)}">${post.title}</a></h2>
    ${byline(post)}
    <p>${post.excerpt}</p>
  </li>`;
}

/** A picture that says nothing which the title beside it does not say. */
function showCover({ coverPhoto, slug }: PostSummary): Html {
  if (!coverPhoto) return html``;
  const { url, width, height } = coverPhoto.variants.thumb;
  const picture = html`<img src="${url}" width="${width}" height="${height}" alt="" loading="lazy" />`;
  return html`<a class="cover" href="${addresses.post(slug)}" tabindex="-1" aria-hidden="true">${picture}</a>`;
}
