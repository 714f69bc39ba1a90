import Markdown, { type MarkdownIt, type Token } from 'markdown-it';
import { httpErrors } from '../errors/http.errors.js';
import type { Problem } from '../errors/problem.js';
import { boundReferences } from './bound-references.js';
import { sanitise } from './sanitise.js';

/** Even 100 kB with markup in every line have fewer. */
export const MAX_ELEMENTS = 32_000;
const TOO_COMPLEX = {
  pointer: '/body',
  code: 'markdown.too_complex',
  detail: `has more than ${MAX_ELEMENTS} headings, links and other pieces of markup, or takes too long to render`,
};

const markdown = new Markdown({ html: false, linkify: true });
configureLinks(markdown);
markdown.core.ruler.push('bound_references', boundReferences);

/**
 * Markdown (CommonMark with tables, ~~strikethrough~~ and bare URLs as links) as HTML that is safe to put into a page. Raw
 * HTML in the source comes out as text. Two walls: the parser makes no HTML of the writer's own, and what it makes is
 * sanitised all the same.
 *
 * Costs about 1 ms for 10 kB, of ill will a few more, and up to a third of a second for 100 kB: callers bound the length, and
 * render when something is written, not when it is read. Long texts are for `articles.ts`.
 *
 * @throws `http.validation_failed` for more markup than any text has; sanitising it is what would take long.
 */
export function renderMarkdown(source: string): string {
  const environment = {};
  const tokens = markdown.parse(source, environment);
  if (countOf(tokens) > MAX_ELEMENTS) throw tooComplex();
  return sanitise(markdown.renderer.render(tokens, markdown.options, environment));
}

/** Refuses a text whose markup nobody meant. */
export function tooComplex(): Problem {
  return httpErrors.validationFailed({ errors: [TOO_COMPLEX] });
}

/** An address says its scheme: names of files, such as README.md, would become links to whoever owns that domain. */
export function configureLinks({ linkify }: MarkdownIt): void {
  linkify.set({ fuzzyLink: false }).add('ftp:', null).add('//', null);
}

/** What a reader would read aloud, in one line: no markup, no addresses; an image is its description. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(wordsOf).join(' ').replace(/\s+/g, ' ').trim();
}

export function countOf(tokens: readonly Token[]): number {
  return tokens.reduce((count, { children }) => count + 1 + (children?.length ?? 0), 0);
}

function wordsOf({ type, content, children }: Token): string {
  if (children) return children.map(wordsOf).join('');
  return type === 'softbreak' || type === 'hardbreak' ? ' ' : content;
}
