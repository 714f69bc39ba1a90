import { type AboutStatement, aboutStatement } from './named-statements.js';

/** More than there are ways to write on at any place; forgetting them costs putting them together again. */
const MOST_WAYS = 200;

/**
 * What is written around the values of a statement, or of a part of one. There is one object for all that is written at the same
 * place of the code and has the same parts, so that a statement is put together, and looked at, once and not each time.
 */
export class StatementText {
  private readonly ways = new Map<StatementText, StatementText>();
  private written: AboutStatement | undefined;

  /** @param end what follows on `part`. */
  constructor(
    private readonly end: string,
    private readonly before?: { readonly start: StatementText; readonly part: StatementText },
  ) {}

  /** @param end what is written behind the part: always the same behind this text and that part. */
  followedBy(part: StatementText, end: string): StatementText {
    const known = this.ways.get(part);
    if (known) return known;
    const text = new StatementText(end, { start: this, part });
    if (this.ways.size === MOST_WAYS) this.ways.clear();
    this.ways.set(part, text);
    return text;
  }

  /** With `$1` and so on where its values go. */
  get about(): AboutStatement {
    return (this.written ??= aboutStatement(this.pieces.reduce((text, piece, at) => `${text}$${at}${piece}`)));
  }

  /** What stands before, between and behind the values. */
  private get pieces(): readonly string[] {
    if (!this.before) return this === VALUE ? ['', ''] : [this.end];
    const { start, part } = this.before;
    return [part.pieces, [this.end]].reduce(joined, start.pieces);
  }
}

/** The place of a value. */
export const VALUE = new StatementText('');

function joined(left: readonly string[], [first = '', ...right]: readonly string[]): string[] {
  return [...left.slice(0, -1), (left.at(-1) ?? '') + first, ...right];
}
