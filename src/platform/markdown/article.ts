import Markdown from 'markdown-it';
import { boundReferences } from './bound-references.js';
import { addFootnotes } from './footnotes.js';
import { anchorHeadings, type ArticleEnvironment } from './heading-anchors.js';
import { highlightCode } from './highlight-code.js';
import { configureLinks, countOf, MAX_ELEMENTS, textOf } from './markdown.js';
import { sanitise } from './sanitise.js';
import { makeTaskLists } from './task-lists.js';

/** Text of an article as HTML, and what is worked out from it. */
export interface Article {
  /** Safe to put into a page. */
  html: string;
  /** What a reader would read aloud, in one line. */
  text: string;
  wordCount: number;
}

/** References to notes and highlighted code are many times as long as what was written. */
const MAX_HTML_LENGTH = 1_000_000;

/** Knows what a word is in every script, also in those that put no space between them (Unicode UAX #29). */
const words = new Intl.Segmenter('en', { granularity: 'word' });

const markdown = new Markdown({ html: false, linkify: true, highlight: highlightCode });
configureLinks(markdown);
addFootnotes(markdown);
markdown.core.ruler.push('task_lists', makeTaskLists);
markdown.core.ruler.push('heading_anchors', anchorHeadings);
markdown.core.ruler.push('bound_references', boundReferences);

/**
 * Markdown as in `markdown.ts`, with footnotes, task lists, anchors at headings and highlighted code.
 *
 * @param idPrefix what ids begin with, after `user-content-`: letters, digits and hyphens that only this text has.
 * @returns undefined for more markup than any text has.
 */
export function renderArticle(source: string, idPrefix: string): Article | undefined {
  const environment: ArticleEnvironment = { idPrefix: `user-content-${idPrefix}-` };
  const tokens = markdown.parse(source, environment);
  if (countOf(tokens) > MAX_ELEMENTS) return undefined;
  const unsafe = markdown.renderer.render(tokens, markdown.options, environment);
  if (unsafe.length > MAX_HTML_LENGTH) return undefined;
  const text = textOf(tokens);
  return {
    html: sanitise(unsafe),
    text,
    wordCount: [...words.segment(text)].filter(({ isWordLike }) => isWordLike).length,
  };
}
