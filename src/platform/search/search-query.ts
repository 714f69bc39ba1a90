import { isDate } from '../clock/calendar.js';

/** What somebody looks for, taken apart. The four texts are in PostgreSQL's syntax of `to_tsquery`, safely quoted. */
export interface SearchQuery {
  /** What must and must not be there, but for the last word. */
  readonly demanded: string;
  /** The last word, if it may be the beginning of a longer one; as a whole, and as a beginning. */
  readonly last: string;
  readonly beginning: string;
  /** Any of the words that are looked for, to rank by. */
  readonly any: string;
  /** The words that are looked for, as they were typed; empty when none are. */
  readonly words: string;
  /** Whether there is anything to look for in texts, be it only that something is not there. */
  readonly hasTerms: boolean;
  /** Whether nothing was said at all, but for punctuation. */
  readonly isEmpty: boolean;
  /** All of `@user`, in lower case. */
  readonly authors: readonly string[];
  /** All of `tag:x`, in lower case. */
  readonly tags: readonly string[];
  /** From `after:`, inclusive. */
  readonly from: Date | undefined;
  /** From `before:`, exclusive. */
  readonly to: Date | undefined;
}

/** A date that is none; the message says which. */
export class SearchSyntaxError extends Error {}

interface Term {
  parts: readonly string[];
  isNegated: boolean;
  isQuoted: boolean;
  /** Whether this or the one before is enough. */
  isAlternative: boolean;
}

type Filters = { -readonly [Key in 'authors' | 'tags']: string[] } & { from?: Date; to?: Date; isInTitle: boolean };

// Each character is looked at once, whatever they are.
const TOKEN = /-?"[^"]*"?|\S+/g;
const QUOTES = /[“”„«»]/g;
const NOT_OF_WORDS = /[^\p{L}\p{M}\p{N}]+/u;
const AUTHOR = /^@(\w{1,30})$/;
const OPERATOR = /^(tag|before|after|in):(.+)$/is;
const SHORTEST_BEGINNING = 2;

/**
 * Reads what people type into search boxes: words, of which the last may be unfinished, `"a phrase"`, `-not`, `this or that`,
 * `@user`, `tag:x`, `in:title`, `after:2026-01-31` and `before:2026-02-01`. Whatever else there is are words, or nothing.
 *
 * @throws SearchSyntaxError for a date that is none.
 */
export function parseSearch(text: string): SearchQuery {
  const filters: Filters = { authors: [], tags: [], isInTitle: false };
  const terms: Term[] = [];
  let isAlternative = false;
  for (const [token] of text.normalize('NFC').replace(QUOTES, '"').matchAll(TOKEN)) {
    if (takeFilter(token, filters)) continue;
    if (/^or$/i.test(token)) {
      isAlternative = true;
      continue;
    }
    const term = termOf(token, isAlternative && terms.length > 0);
    if (term.parts.length > 0) terms.push(term);
    isAlternative = false;
  }
  const { isInTitle, authors, tags, from, to } = filters;
  const isEmpty = terms.length + authors.length + tags.length === 0 && !from && !to;
  return { ...compose(terms, isInTitle), isEmpty, authors, tags, from, to };
}

function takeFilter(token: string, filters: Filters): boolean {
  const [, author] = AUTHOR.exec(token) ?? [];
  if (author !== undefined) return filters.authors.push(author.toLowerCase()) > 0;
  const [, name = '', value = ''] = OPERATOR.exec(token) ?? [];
  switch (name.toLowerCase()) {
    case 'tag':
      return filters.tags.push(value.replace(/^#/, '').toLowerCase()) > 0;
    case 'after':
      filters.from = dayOf(value, 'after');
      return true;
    case 'before':
      filters.to = dayOf(value, 'before');
      return true;
    case 'in':
      filters.isInTitle ||= value.toLowerCase() === 'title';
      return value.toLowerCase() === 'title';
    default:
      return false;
  }
}

function termOf(token: string, isAlternative: boolean): Term {
  const isNegated = token.startsWith('-');
  const text = isNegated ? token.slice(1) : token;
  const parts = text.split(NOT_OF_WORDS).filter((part) => part !== '');
  return { parts, isNegated, isQuoted: text.startsWith('"'), isAlternative };
}

function compose(terms: readonly Term[], isInTitle: boolean) {
  const weight = isInTitle ? 'A' : '';
  const last = terms.at(-1);
  const isUnfinished = last !== undefined && isBeginning(last);
  const parts = terms.flatMap((term) => (term.isNegated ? [] : term.parts));
  const whole = isUnfinished ? terms.slice(0, -1) : terms;
  return {
    demanded: conjunctionOf(whole, weight),
    last: isUnfinished ? phrase(last.parts, weight) : '',
    beginning: isUnfinished ? phrase(last.parts, weight, '*') : '',
    any: parts.map((part) => phrase([part], weight)).join(' | '),
    words: parts.join(' '),
    hasTerms: terms.length > 0,
  };
}

function isBeginning({ parts, isNegated, isQuoted, isAlternative }: Term): boolean {
  return !isNegated && !isQuoted && !isAlternative && (parts.at(-1)?.length ?? 0) >= SHORTEST_BEGINNING;
}

/** "Or" binds more tightly than "and": `green tea or coffee` is about something green. */
function conjunctionOf(terms: readonly Term[], weight: string): string {
  const groups: string[][] = [];
  for (const { parts, isNegated, isAlternative } of terms) {
    const text = `${isNegated ? '!' : ''}(${phrase(parts, weight)})`;
    const group = isAlternative ? groups.at(-1) : undefined;
    if (group) group.push(text);
    else groups.push([text]);
  }
  return groups.map((group) => `(${group.join(' | ')})`).join(' & ');
}

/** Parts are letters and digits only, so quoting them is safe. */
function phrase(parts: readonly string[], weight: string, ending = ''): string {
  const quoted = parts.map((part, index) => {
    const suffix = `${index === parts.length - 1 ? ending : ''}${weight}`;
    return suffix === '' ? `'${part}'` : `'${part}':${suffix}`;
  });
  return quoted.join(' <-> ');
}

function dayOf(text: string, operator: string): Date {
  if (!isDate(text)) throw new SearchSyntaxError(`${operator}: takes a date such as 2026-11-22`);
  return new Date(`${text}T00:00:00Z`);
}
