import { readMarkdown } from '../../platform/markdown/markdown.js';

const OPENING_CHARACTERS = 200;
const WORDS_PER_MINUTE = 230;

/** Knows what a word is in every script, also in those that put no space between them (Unicode UAX #29). */
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** A body, and everything that is worked out from it when it is written. */
export interface PostText {
  body: string;
  html: string;
  /** Stands in for an excerpt. */
  opening: string;
  readingMinutes: number;
}

export function textFrom(body: string): PostText {
  const { html, text } = readMarkdown(body);
  return { body, html, opening: openingOf(text), readingMinutes: readingMinutesOf(text) };
}

/** The first 200 characters or so of a plain text, ending with a whole word. */
export function openingOf(text: string): string {
  if (text.length <= OPENING_CHARACTERS) return text;
  const beginning = text.slice(0, OPENING_CHARACTERS + 1);
  const end = beginning.lastIndexOf(' ');
  return `${end > 0 ? beginning.slice(0, end) : wholeCharacters(beginning)}…`;
}

/** Minutes that reading takes at 230 words a minute, at least one. */
export function readingMinutesOf(text: string): number {
  const count = [...words.segment(text)].filter(({ isWordLike }) => isWordLike).length;
  return Math.max(1, Math.ceil(count / WORDS_PER_MINUTE));
}

function wholeCharacters(text: string): string {
  return text.slice(0, OPENING_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
}
