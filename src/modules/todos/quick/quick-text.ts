import { tidy } from '../../../platform/http/text.js';

/** What of a text was understood as what. */
export const SPAN_KINDS = ['due', 'recurrence', 'priority', 'list', 'label'] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** A part of a text; `end` is behind its last character. Counted in UTF-16 units, as JavaScript's strings are. */
export interface Span {
  kind: SpanKind;
  start: number;
  end: number;
}

/** Stands for what is not to be read any more: no phrase goes across it, and nobody types it. */
const MASK = '\uFFFC';

/** Quoted text, which is literal, and a backslash with the word behind it. */
const LITERALS = /"[^"]*"|\\[^\s\\]+/g;

/** A text of which one part after the other is understood; the rest becomes the title. */
export class QuickText {
  readonly spans: Span[] = [];
  private readonly original: string;
  private masked: string;

  constructor(text: string) {
    this.original = text;
    this.masked = text.replace(LITERALS, (literal) => MASK.repeat(literal.length));
  }

  /** The text with as many characters as there were, of which those that are understood or literal cannot be read. */
  get rest(): string {
    return this.masked;
  }

  /** As {@link rest}, of which nothing can be read before a place. */
  restFrom(start: number): string {
    return MASK.repeat(start) + this.masked.slice(start);
  }

  /** The first place at which a pattern is found; it must not match nothing. */
  find(pattern: RegExp): RegExpExecArray | undefined {
    return pattern.exec(this.masked) ?? undefined;
  }

  /** Marks a part as understood. */
  take(kind: SpanKind, start: number, end: number): void {
    this.spans.push({ kind, start, end });
    this.masked = this.masked.slice(0, start) + MASK.repeat(end - start) + this.masked.slice(end);
  }

  /** What was not understood, without the backslashes that made it so, and with one space where something was taken out. */
  title(): string {
    const parts: string[] = [];
    let at = 0;
    for (const { start, end } of this.inOrder()) {
      parts.push(this.original.slice(at, start));
      at = end;
    }
    parts.push(this.original.slice(at));
    const kept = parts.map((part) => part.trim()).filter((part) => part !== '');
    const title = kept
      .join(' ')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/\\([^\s\\])/g, '$1');
    return tidy(
      title
        .replaceAll(/([,;])(?:\s*[,;])+/g, '$1')
        .replace(/^[\s,;:–-]+(?=\S)/, '')
        .replace(/[\s,;]+$/, ''),
    );
  }

  inOrder(): Span[] {
    return this.spans.toSorted((one, other) => one.start - other.start);
  }
}
