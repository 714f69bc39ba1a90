import MarkdownIt, { type Token } from 'markdown-it';
import { httpErrors } from '../errors/http.errors.js';
import { boundReferences } from './bound-references.js';
import { sanitise } from './sanitise.js';

/** Even 100 kB with markup in every line have fewer. */
const MAX_ELEMENTS = 32_000;
const TOO_COMPLEX = {
  pointer: '/body',
  code: 'markdown.too_complex',
  detail: `has more than ${MAX_ELEMENTS} headings, links and other pieces of markup`,
};

const markdown = new MarkdownIt({ html: false, linkify: true });
// An address says its scheme: names of files, such as README.md, would become links to whoever owns that domain.
markdown.linkify.set({ fuzzyLink: false }).add('ftp:', null).add('//', null);
markdown.core.ruler.push('bound_references', boundReferences);

/**
 * Markdown (CommonMark with tables, ~~strikethrough~~ and bare URLs as links) as HTML that is safe to put into a page. Raw
 * HTML in the source comes out as text. Two walls: the parser makes no HTML of the writer's own, and what it makes is
 * sanitised all the same.
 *
 * Costs about 1 ms for 10 kB, and up to a third of a second for 100 kB of ill will: callers bound the length, and render when
 * something is written, not when it is read.
 *
 * @throws `http.validation_failed` for more markup than any text has; sanitising it is what would take long.
 */
export function renderMarkdown(source: string): string {
  return readMarkdown(source).html;
}

/** {@link renderMarkdown}, and what a reader would read aloud, in one line: no markup, no addresses; an image is its description. */
export function readMarkdown(source: string): { html: string; text: string } {
  const environment = {};
  const tokens = markdown.parse(source, environment);
  if (countOf(tokens) > MAX_ELEMENTS) throw httpErrors.validationFailed({ errors: [TOO_COMPLEX] });
  return {
    html: sanitise(markdown.renderer.render(tokens, markdown.options, environment)),
    text: tokens.map(textOf).join(' ').replace(/\s+/g, ' ').trim(),
  };
}

function countOf(tokens: readonly Token[]): number {
  return tokens.reduce((count, { children }) => count + 1 + (children?.length ?? 0), 0);
}

function textOf({ type, content, children }: Token): string {
  if (children) return children.map(textOf).join('');
  return type === 'softbreak' || type === 'hardbreak' ? ' ' : content;
}
