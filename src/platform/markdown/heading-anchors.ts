import slugify from '@sindresorhus/slugify';
import type { Env, StateCore, Token } from 'markdown-it';

/** Of a heading so much makes its address. */
const MAX_LENGTH = 80;

/** A text to be rendered, with what its ids begin with: those of two texts on one page must not meet. */
export interface ArticleEnvironment extends Env {
  idPrefix: string;
}

/** A rule for markdown-it: headings get an id, by which a link can lead to them. Of several with the same words each has its own. */
export function anchorHeadings({ tokens, env }: StateCore): void {
  const { idPrefix } = env as ArticleEnvironment;
  const used = new Map<string, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue;
    const slug = slugify(wordsOf(tokens[index + 1]).slice(0, MAX_LENGTH)) || 'section';
    const count = (used.get(slug) ?? 0) + 1;
    used.set(slug, count);
    token.attrSet('id', `${idPrefix}${count === 1 ? slug : `${slug}--${count}`}`);
  }
}

function wordsOf(inline: Token | undefined): string {
  return (inline?.children ?? []).map(({ content }) => content).join('');
}
