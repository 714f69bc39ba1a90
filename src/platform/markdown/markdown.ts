import Markdown, { type Env, type MarkdownIt, type Token } from 'markdown-it';
import { httpErrors } from '../errors/http.errors.js';
import type { Problem } from '../errors/problem.js';
import { boundReferences } from './bound-references.js';
import { findMentions, type MentionsEnvironment, renderMention } from './mentions.js';
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
markdown.core.ruler.before('text_join', 'mentions', findMentions);
markdown.core.ruler.push('bound_references', boundReferences);
markdown.renderer.rules['mention'] = renderMention;

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
  const tokens = parse(source, environment);
  return sanitise(markdown.renderer.render(tokens, markdown.options, environment));
}

/** A text in which members are mentioned, before it is known who of them there is. */
export interface Conversation {
  /** Whom it mentions, in lower case, in the order of the text. */
  readonly mentioned: readonly string[];
  /** Where its links and images lead. */
  readonly addresses: readonly string[];
  /** As {@link renderMarkdown}; a mention becomes a link where it leads somewhere. */
  readonly toHtml: (hrefOf: MentionsEnvironment['hrefOf']) => string;
}

/**
 * Reads Markdown in which `@name` may be somebody.
 *
 * @throws as {@link renderMarkdown}
 */
export function readConversation(source: string): Conversation {
  const environment = { mentioned: new Set<string>() };
  const tokens = parse(source, environment);
  return {
    mentioned: [...environment.mentioned],
    addresses: tokens.flatMap(({ children }) => children ?? []).flatMap(addressOf),
    toHtml: (hrefOf) => sanitise(markdown.renderer.render(tokens, markdown.options, { ...environment, hrefOf })),
  };
}

function parse(source: string, environment: Env): Token[] {
  const tokens = markdown.parse(source, environment);
  if (countOf(tokens) > MAX_ELEMENTS) throw tooComplex();
  return tokens;
}

function addressOf({ attrs }: Token): string[] {
  return (attrs ?? []).filter(([name]) => name === 'href' || name === 'src').map(([, address]) => String(address));
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
