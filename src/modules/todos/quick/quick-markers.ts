import type { QuickText } from './quick-text.js';

/** A list that a text may name. */
export interface NamedList {
  id: string;
  name: string;
}

const MAX_LABELS = 20;
const PRIORITY = /(?<=^|\s)(?:!|p)([1-4])(?=$|[\s,.;])/i;
const LABEL = /(?<=^|\s)@([\p{L}\p{N}][\p{L}\p{N}_-]{0,49})(?=$|[\s,.;!?])/u;
const LIST = /(?<=^|\s)#(?=\S)/g;

/** `!1` to `!4`, or `p1` to `p4`. */
export function takePriority(text: QuickText): number | undefined {
  const found = text.find(PRIORITY);
  if (!found) return undefined;
  text.take('priority', found.index, found.index + found[0].length);
  return Number(found[1]);
}

/** Each `@label`. One that is not followed by the end of a word, as an address is, stays. */
export function takeLabels(text: QuickText): string[] {
  const labels = new Set<string>();
  while (labels.size < MAX_LABELS) {
    const found = text.find(LABEL);
    if (!found) break;
    labels.add(found[1] ?? '');
    text.take('label', found.index, found.index + found[0].length);
  }
  return [...labels];
}

/** `#` with the name of a list of the member's, in whatever case and with or without accents; the longest that fits. */
export function takeList(text: QuickText, lists: readonly NamedList[]): string | undefined {
  for (const { index } of text.rest.matchAll(LIST)) {
    const named = lists
      .map((list) => ({ list, length: lengthOfName(text.rest.slice(index + 1), list.name) }))
      .filter(({ length }) => length > 0)
      .sort((one, other) => other.length - one.length)[0];
    if (!named) continue;
    text.take('list', index, index + 1 + named.length);
    return named.list.id;
  }
  return undefined;
}

/** How many characters at the beginning of a text are the name; 0 when it does not begin with it. */
function lengthOfName(text: string, name: string): number {
  const folded = fold(name);
  // Folding may make a text longer or shorter, so the end is looked for around the length of the name.
  for (let length = Math.max(1, name.length - folded.length); length <= name.length + folded.length; length++) {
    const isWhole = length >= text.length || /^[\s,.;!?]/.test(text.slice(length));
    if (length <= text.length && isWhole && fold(text.slice(0, length)) === folded) return length;
  }
  return 0;
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
