import type { StateCore } from 'markdown-it';

const ALWAYS_ALLOWED_CHARACTERS = 100_000;

/**
 * A rule for markdown-it: `[a]: <a long address>` once and `[a]` thousands of times is 300 MB of HTML from 90 kB of text.
 * All addresses and titles together may be as long as the source, or 100,000 characters; links past that lose theirs. It is
 * the bound that CommonMark's reference implementation has (cmark, `max_ref_size`).
 */
export function boundReferences({ src, tokens }: StateCore): void {
  let left = Math.max(src.length, ALWAYS_ALLOWED_CHARACTERS);
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    for (const [, value] of token.attrs ?? []) left -= String(value).length;
    // An image cannot be rendered without its `alt`.
    if (left < 0) token.attrs = token.attrs?.filter(([name]) => name === 'alt') ?? null;
  }
}
